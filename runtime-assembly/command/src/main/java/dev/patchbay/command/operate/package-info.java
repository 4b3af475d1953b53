/** The commands that change something: close, drain, start, choose, config, log, call. */
package dev.patchbay.command.operate;
