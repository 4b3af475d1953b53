/**
 * The home directory: its {@linkplain dev.patchbay.launcher.home.Home layout}, the {@linkplain
 * dev.patchbay.launcher.home.HomeLock lock} that keeps a second process out, and the {@linkplain
 * dev.patchbay.launcher.home.PermissionCheck check} that no other user can write to the files that are run.
 */
package dev.patchbay.launcher.home;
