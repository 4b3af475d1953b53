package dev.patchbay.launcher.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Recognises private groups. Many systems create a group for each user that has the name of the user and no other
 * members. On such systems a umask of 002 is common, and a file that its private group can write is still safe.
 */
final class PrivateGroups {

    private final Path groupFile;
    private final Path userFile;

    /**
     * Creates a reader of a group file and of the file of users beside it.
     *
     * @param groupFile a file in the format of {@code group(5)}, such as {@code /etc/group}; beside it, {@code passwd}
     *     lists the users and the group that each has without being listed as a member
     */
    PrivateGroups(Path groupFile) {
        this.groupFile = groupFile;
        this.userFile = groupFile.resolveSibling("passwd");
    }

    /**
     * Returns whether the group of a file is the private group of its owner. Returns false if the group file cannot be
     * read or does not list the group.
     *
     * @param attributes {@code owner}, {@code group}, {@code uid} and {@code gid} of the file
     */
    boolean isPrivate(Map<String, Object> attributes) throws IOException {
        String owner = attributes.get("owner").toString();
        String group = Integer.toUnsignedString((int) attributes.get("gid"));
        if (!attributes.get("group").toString().equals(owner)) {
            return false;
        }
        List<String[]> entries =
                entries(groupFile, 4).filter(fields -> fields[2].equals(group)).toList();
        return !entries.isEmpty()
                && entries.stream()
                        .flatMap(fields -> Arrays.stream(fields[3].split(",")))
                        .allMatch(member -> member.isBlank() || member.strip().equals(owner))
                && isPrimaryOfNobodyElse(group, Integer.toUnsignedString((int) attributes.get("uid")));
    }

    private boolean isPrimaryOfNobodyElse(String group, String user) throws IOException {
        return entries(userFile, 7)
                .filter(fields -> fields[3].equals(group))
                .allMatch(fields -> fields[2].equals(user));
    }

    private static Stream<String[]> entries(Path file, int fields) throws IOException {
        if (!Files.isReadable(file)) {
            return Stream.empty();
        }
        // In ISO 8859-1 every byte is a character, so that no name of a user can make the file unreadable.
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split(":", -1))
                .filter(line -> line.length == fields);
    }
}
