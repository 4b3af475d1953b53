/**
 * The home directory: its {@linkplain dev.patchbay.launcher.home.Home layout}, the {@linkplain
 * dev.patchbay.launcher.home.DefaultFiles files} that a new one receives, the {@linkplain
 * dev.patchbay.launcher.home.HomeLock lock} that keeps a second process out, and the {@linkplain
 * dev.patchbay.launcher.home.PermissionCheck check} that no other user can write to the files that are run.
 *
 * <p>A start may end at any moment, also in the middle of the first one. So folders and files are made under temporary
 * names and then moved: each is whole or not there, and the next start makes what is missing. It must not bring back a
 * configuration that the operator has deleted. The order tells the two apart: {@code logback.xml} is the last file that
 * a new {@code conf} receives, so a {@code conf} with a whole one was complete once, and what is missing from it was
 * deleted. A {@code conf} with a file that is not from the distribution was made by the operator and receives only
 * {@code logback.xml}. An empty {@code conf} counts as new.
 */
package dev.patchbay.launcher.home;
