/**
 * How the process ends: the {@linkplain dev.patchbay.launcher.exit.ExitStatus exit status}, and the {@linkplain
 * dev.patchbay.launcher.exit.LaunchFailure failure} that carries one together with a message for the user.
 */
package dev.patchbay.launcher.exit;
