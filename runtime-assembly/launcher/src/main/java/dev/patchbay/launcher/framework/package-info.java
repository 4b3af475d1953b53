/**
 * The OSGi framework: the {@linkplain dev.patchbay.launcher.framework.FrameworkSettings properties} that it is created
 * with, the {@linkplain dev.patchbay.launcher.framework.BundleFolder bundles} that it runs, its {@linkplain
 * dev.patchbay.launcher.framework.OsgiFramework start and stop}, and the {@linkplain
 * dev.patchbay.launcher.framework.ReadySignal signal} by which the bundles report that all servers accept connections.
 */
package dev.patchbay.launcher.framework;
