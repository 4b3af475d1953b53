package dev.patchbay.metrics;

/**
 * All metrics at one moment.
 *
 * @param contentType the media type of the text, with its version
 * @param text        the text, in lines
 */
public record MetricsText(String contentType, String text) {}
