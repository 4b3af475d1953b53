/**
 * Connections that are sent what others write: a {@linkplain dev.patchbay.protocols.chat.ChatHandler chat}, whose members are a
 * group, and a {@linkplain dev.patchbay.protocols.chat.FeedHandler feed}, which is written by the program itself.
 */
package dev.patchbay.protocols.chat;
