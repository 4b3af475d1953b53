package dev.patchbay.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The groups that many systems make for each user, called like him and with nobody else in them, so that a umask of 002 does
 * no harm.
 */
final class PrivateGroups {

    private final Path groupFile;

    /** Takes a file like {@code /etc/group} (group(5)). */
    PrivateGroups(Path groupFile) {
        this.groupFile = groupFile;
    }

    /** Tells whether the group of a file, whose attributes these are, is the private one of its owner. */
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
