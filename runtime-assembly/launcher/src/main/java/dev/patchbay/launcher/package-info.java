/**
 * What runs before there is a framework: the Java side of {@code bin/patchbay run}.
 *
 * <p>{@link dev.patchbay.launcher.Main} reads top to bottom as what happens: the {@linkplain
 * dev.patchbay.launcher.Options options}, the {@linkplain dev.patchbay.launcher.Home home} directory, the safety of the
 * {@linkplain dev.patchbay.launcher.Ground ground}, the home's {@linkplain
 * dev.patchbay.launcher.HomeLock lock}, the {@linkplain dev.patchbay.launcher.Platform framework} with the bundles of the
 * {@linkplain dev.patchbay.launcher.BundleFolder distribution}, the {@linkplain dev.patchbay.launcher.Startup wait} until
 * every server accepts, and the {@linkplain dev.patchbay.launcher.Ending end}.
 *
 * <p>This is plain Java on the class path, not a bundle. It shares no class with the bundles but those of the JDK and of
 * the framework. Everything goes wrong by a {@link dev.patchbay.launcher.LaunchFailure}, whose message is all that the
 * user sees.
 */
package dev.patchbay.launcher;
