package dev.patchbay.bench.result;

/**
 * What the load generator itself did, which shows whether it was the limit.
 *
 * @param threads       its threads
 * @param cpuShare      the largest share of a core that one of them used, from 0 to 1; negative if unknown
 * @param waitShare     the largest share of the time that one of them waited for a core; negative if unknown
 * @param lagP99Micros  how much too late 99 % of the messages began at most for which there was a connection; 0 without a rate
 * @param lagMaxMicros  the longest of these
 * @param lateMessages  the messages that began too late because all connections were busy
 * @param backlogFull   how often a connection was refused for the moment because the backlog of the server was full
 */
public record Own(
        int threads,
        double cpuShare,
        double waitShare,
        double lagP99Micros,
        double lagMaxMicros,
        long lateMessages,
        long backlogFull) {}
