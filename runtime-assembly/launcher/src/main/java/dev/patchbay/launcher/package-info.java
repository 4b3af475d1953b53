/**
 * The Java side of {@code bin/patchbay run}: everything that happens before the OSGi framework runs and after it has
 * stopped.
 *
 * <p>Begin with {@link dev.patchbay.launcher.Main}, which reads from top to bottom in the order of events. It parses
 * the {@linkplain dev.patchbay.launcher.Options command line}, checks {@linkplain
 * dev.patchbay.launcher.home.PermissionCheck who can write} to the files that are run, creates the {@linkplain
 * dev.patchbay.launcher.home.Home home directory} and {@linkplain dev.patchbay.launcher.home.HomeLock locks} it, starts
 * the {@linkplain dev.patchbay.launcher.framework.OsgiFramework framework} with the bundles of the distribution, and
 * waits for the {@linkplain dev.patchbay.launcher.framework.ReadySignal ready signal}. {@link
 * dev.patchbay.launcher.Shutdown} ends the process.
 *
 * <p>Each package depends only on those after it: {@code launcher}, {@code framework}, {@code home}, {@code exit}.
 *
 * <p>The launcher is plain Java on the class path and not a bundle. It shares no class with the bundles except those of
 * the JDK and of the framework. Every failure of a start is a {@link dev.patchbay.launcher.exit.LaunchFailure}. Its
 * message is all that the user sees.
 */
package dev.patchbay.launcher;
