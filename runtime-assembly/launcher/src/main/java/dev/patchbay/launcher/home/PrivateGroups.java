package dev.patchbay.launcher.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Recognises private groups. Many systems create a group for each user that has the name of the user and no other
 * members. On such systems a umask of 002 is common, and a file that its private group can write is still safe.
 */
final class PrivateGroups {

    private final Path groupFile;

    /**
     * Creates a reader of a group file.
     *
     * @param groupFile a file in the format of {@code group(5)}, such as {@code /etc/group}
     */
    PrivateGroups(Path groupFile) {
        this.groupFile = groupFile;
    }

    /**
     * Returns whether the group of a file is the private group of its owner. Returns false if the group file cannot be
     * read or does not list the group.
     *
     * @param attributes {@code owner}, {@code group} and {@code gid} of the file
     */
    boolean isPrivate(Map<String, Object> attributes) throws IOException {
        String owner = attributes.get("owner").toString();
        String number = attributes.get("gid").toString();
        if (!attributes.get("group").toString().equals(owner) || !Files.isReadable(groupFile)) {
            return false;
        }
        for (String line : Files.readAllLines(groupFile)) {
            String[] fields = line.split(":", -1);
            if (fields.length == 4 && fields[2].equals(number)) {
                List<String> members = Arrays.asList(fields[3].split(","));
                return members.stream().allMatch(member -> member.isBlank() || member.equals(owner));
            }
        }
        return false;
    }
}
