/**
 * The folder {@code plugins/} of the distribution: the target that {@link dev.patchbay.server.plugins.PluginInstaller} needs, made of
 * bundles.
 *
 * <p>{@link dev.patchbay.support.plugins.PluginTracker} connects the installer to the framework. {@link
 * dev.patchbay.support.plugins.BundleTarget} stages a plugin as a bundle next to the one that serves, which {@link
 * dev.patchbay.support.plugins.CandidateHooks} makes possible, and {@link dev.patchbay.support.plugins.Requirements} finds what it
 * lacks. {@link dev.patchbay.support.plugins.PluginBundle} is a plugin in use; its update puts the old content back if the new one does
 * not start. {@link dev.patchbay.support.plugins.BundleJar} gives a plain jar the headers of a bundle, and {@link
 * dev.patchbay.support.plugins.ProviderActivator}, a class that is copied into it, registers its handlers.
 */
package dev.patchbay.support.plugins;
