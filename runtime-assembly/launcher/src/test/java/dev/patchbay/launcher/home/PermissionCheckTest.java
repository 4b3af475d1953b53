package dev.patchbay.launcher.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class PermissionCheckTest {

    @TempDir
    private Path folder;

    private Path distribution;
    private Path groupFile;
    private Home home;
    private int user;
    private String owner;
    private String group;
    private String groupName;

    @BeforeEach
    void makeBoth() throws Exception {
        folder = folder.toRealPath();
        distribution = folder.resolve("distribution");
        Files.createDirectories(distribution.resolve("lib/bundles/1-log"));
        Files.createDirectory(distribution.resolve("conf"));
        Files.writeString(distribution.resolve("lib/bundles/1-log/a.jar"), "code");
        Files.writeString(distribution.resolve("conf/logback.xml"), "<configuration/>");
        home = new Home(folder.resolve("home"));
        home.prepare(distribution);
        Files.writeString(home.plugins().resolve("plugin.jar"), "code");
        groupFile = folder.resolve("group");
        user = (int) Files.getAttribute(folder, "unix:uid");
        owner = Files.getAttribute(folder, "unix:owner").toString();
        group = Files.getAttribute(folder, "unix:gid").toString();
        groupName = Files.getAttribute(folder, "unix:group").toString();
        mode("distribution", "rwxr-xr-x");
        for (String path : new String[] {"lib", "lib/bundles", "lib/bundles/1-log", "conf"}) {
            mode("distribution/" + path, "rwxr-xr-x");
        }
        mode("distribution/lib/bundles/1-log/a.jar", "rw-r--r--");
        mode("distribution/conf/logback.xml", "rw-r--r--");
        mode("home/plugins/plugin.jar", "rw-r--r--");
    }

    @Test
    void whatTheOwnerAloneCanWriteIsSafe() throws Exception {
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatIsNotThereYetIsSafeIfTheFolderAboveIs() throws Exception {
        Home fresh = new Home(folder.resolve("new/home"));

        assertThat(check().faults(fresh, distribution)).isEmpty();
        mode("", "rwxrwxrwx");
        assertThat(check().faults(fresh, distribution))
                .singleElement()
                .asString()
                .startsWith(folder + " (mode 0777, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home",
                "home/conf",
                "home/conf/logback.xml",
                "home/plugins",
                "home/plugins/plugin.jar",
                "home/cache",
                "home/run",
                "home/log",
                "distribution/conf",
                "distribution/conf/logback.xml",
                "distribution",
                "distribution/lib",
                "distribution/lib/bundles/1-log",
                "distribution/lib/bundles/1-log/a.jar",
                ""
            })
    void whatOthersCanWriteIsNamedWithTheCommandThatFixesIt(String path) throws Exception {
        mode(path, "rwx----w-");

        Path unsafe = path.isEmpty() ? folder : folder.resolve(path);
        assertThat(faults())
                .singleElement()
                .asString()
                .startsWith(unsafe + " (mode 0702, owner ")
                .endsWith("other users can write to it; chmod o-w '" + unsafe + "'");
    }

    @Test
    void allFaultsAreNamedAtOnce() throws Exception {
        mode("home/conf", "rwxrwxrwx");
        mode("home/plugins", "rwxrwx---");

        assertThat(faults())
                .hasSize(2)
                .anyMatch(fault -> fault.contains("chmod go-w '" + home.conf()))
                .anyMatch(fault -> fault.contains("its group can write to it; chmod g-w '" + home.plugins()));
    }

    @Test
    void theOwnersPrivateGroupMayWriteAndOneWithOthersInItMayNot() throws Exception {
        mode("home/conf", "rwxrwx---");
        assumePrivateGroup();
        String line = owner + ":x:" + group + ":";

        Files.writeString(groupFile, "other:x:99:\n" + line + "\n");
        assertThat(faults()).isEmpty();
        Files.writeString(groupFile, line + owner + "\n");
        assertThat(faults()).isEmpty();
        Files.writeString(groupFile, line + owner + ",eve\n");
        assertThat(faults()).hasSize(1);
        Files.writeString(groupFile, line + "\nalias:x:" + group + ":eve\n");
        assertThat(faults()).hasSize(1);
        Files.writeString(groupFile, "other:x:99:\n");
        assertThat(faults()).hasSize(1);
    }

    @Test
    void aStickyFolderAboveIsSafeAndAStickyOneOfOursIsNot() throws Exception {
        chmod("1777", folder);
        assertThat(faults()).isEmpty();

        chmod("1777", home.plugins());
        assertThat(faults()).singleElement().asString().startsWith(home.plugins() + " (mode 1777");
    }

    @Test
    void aLinkIsAsSafeAsWhatItPointsTo() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        mode("elsewhere", "rwxr-xr-x");
        Path target = Files.writeString(elsewhere.resolve("target.jar"), "code");
        Files.createSymbolicLink(home.plugins().resolve("link.jar"), target);
        Files.createSymbolicLink(home.plugins().resolve("dangling.jar"), elsewhere.resolve("nothing"));
        assertThat(faults()).isEmpty();

        mode("elsewhere", "rwxr-xrwx");
        assertThat(faults()).singleElement().asString().startsWith(elsewhere + " (mode 0757");
    }

    @Test
    void whatAnotherUserOwnsIsNotSafe() throws Exception {
        assumeThat(user).as("this user may give files away").isZero();
        Files.setAttribute(home.plugins().resolve("plugin.jar"), "unix:uid", 4711);

        assertThat(faults())
                .singleElement()
                .asString()
                .contains("plugin.jar", "owner 4711", "it is owned by another user; chown 0 ");
    }

    @Test
    void aLinkOfAnotherUserOnTheWayToTheHomeIsNotSafe() throws Exception {
        assumeThat(user).as("this user may give files away").isZero();
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.directory());
        Home linked = new Home(link);
        assertThat(check().faults(linked, distribution)).isEmpty();

        Files.getFileAttributeView(link, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(
                        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("4711"));
        assertThat(check().faults(linked, distribution))
                .singleElement()
                .asString()
                .contains(link + " (a link, owner 4711)");
    }

    @Test
    void aUserWhosePrimaryGroupItIsMakesAGroupNotPrivate() throws Exception {
        assumePrivateGroup();
        mode("home/conf", "rwxrwx---");
        Files.writeString(groupFile, owner + ":x:" + group + ":\n");
        Path users = folder.resolve("passwd");

        Files.writeString(users, owner + ":x:" + user + ":" + group + "::/:/bin/sh\n");
        assertThat(faults()).isEmpty();
        Files.writeString(
                users, owner + ":x:" + user + ":" + group + "::/:/bin/sh\neve:x:9999:" + group + "::/:/bin/sh\n");
        assertThat(faults()).singleElement().asString().contains("its group can write to it");
    }

    @Test
    void anAccessControlListThatLetsAnotherUserWriteIsFound() throws Exception {
        assumePrivateGroup();
        Files.writeString(groupFile, owner + ":x:" + group + ":\n");
        mode("home/plugins", "rwxrwx---");
        assertThat(faults()).isEmpty();

        PosixAcl.letUserWrite(4711, home.plugins());
        assertThat(faults())
                .singleElement()
                .asString()
                .contains(home.plugins() + " (mode 0770", "access control list", "chmod g-w '" + home.plugins() + "'");

        // The mask decides.
        mode("home/plugins", "rwxr-x---");
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatALinkedFolderContainsIsCheckedToo() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/META-INF"));
        mode("elsewhere", "rwxr-xr-x");
        mode("elsewhere/META-INF", "rwxr-xr-x");
        Files.writeString(elsewhere.resolve("MANIFEST.MF"), "Bundle-Activator: x");
        mode("elsewhere/META-INF/MANIFEST.MF", "rw-r--r--");
        Files.createSymbolicLink(home.plugins().resolve("exploded.jar"), elsewhere.getParent());
        Files.createSymbolicLink(elsewhere.resolve("circle"), elsewhere.getParent());
        Files.createSymbolicLink(elsewhere.resolve("loop"), elsewhere.resolve("loop"));
        assertThat(faults()).isEmpty();

        mode("elsewhere/META-INF/MANIFEST.MF", "rw-r--rw-");
        assertThat(faults()).singleElement().asString().startsWith(elsewhere.resolve("MANIFEST.MF") + " (mode 0646");
    }

    @Test
    void everyFolderThatALinkOnTheWayLeadsThroughIsChecked() throws Exception {
        Path way = Files.createDirectories(folder.resolve("way/in"));
        mode("way", "rwxr-xr-x");
        mode("way/in", "rwxr-xr-x");
        Files.createSymbolicLink(way.resolve("second"), home.directory());
        Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("way/in/second"));
        home = new Home(first);
        assertThat(faults()).isEmpty();

        mode("way/in", "rwxrwxrwx");
        assertThat(faults()).singleElement().asString().startsWith(way + " (mode 0777");
    }

    @Test
    void whereADanglingLinkPointsToMustNotBeOthersToFill() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        mode("elsewhere", "rwxr-xr-x");
        Files.createSymbolicLink(home.plugins().resolve("dangling.jar"), elsewhere.resolve("later.jar"));
        assertThat(faults()).isEmpty();

        mode("elsewhere", "rwxr-xrwx");
        assertThat(faults()).singleElement().asString().startsWith(elsewhere + " (mode 0757");
    }

    @Test
    void aStickyHomeThatIsAlsoTheDistributionIsNotSafe() throws Exception {
        chmod("1777", distribution);
        home = new Home(distribution);

        assertThat(faults()).anyMatch(fault -> fault.startsWith(distribution + " (mode 1777"));
    }

    @Test
    void aUidAboveTwoToThe31IsANumber() throws Exception {
        assumeThat(user).as("this user may give files away").isZero();
        Path plugin = home.plugins().resolve("plugin.jar");
        Files.setAttribute(plugin, "unix:uid", (int) 3_000_000_000L);

        assertThat(faults()).singleElement().asString().contains("it is owned by another user");
        assertThat(new PermissionCheck(3_000_000_000L, groupFile).faults(home, distribution))
                .isEmpty();
    }

    @Test
    void aPathIsOneWordOfTheCommandWhateverItsName() throws Exception {
        Path odd = Files.writeString(home.plugins().resolve("it's;\u001b[2J\nodd.jar"), "code");
        Files.setPosixFilePermissions(odd, PosixFilePermissions.fromString("rw-r--rw-"));

        assertThat(faults())
                .singleElement()
                .asString()
                .endsWith("chmod o-w '" + home.plugins() + "/it'\\''s;?[2J?odd.jar'");
    }

    @Test
    void whatRootOwnsIsSafeForEveryUser() throws Exception {
        assumeThat(user).as("files of root can be made").isZero();
        user = 4711;
        assertThat(faults()).isEmpty();
    }

    private void assumePrivateGroup() {
        assumeThat(groupName).as("a user with a private group").isEqualTo(owner);
    }

    private List<String> faults() throws LaunchFailure {
        return check().faults(home, distribution);
    }

    private PermissionCheck check() {
        return new PermissionCheck(user, groupFile);
    }

    private void mode(String path, String mode) throws IOException {
        Files.setPosixFilePermissions(
                path.isEmpty() ? folder : folder.resolve(path), PosixFilePermissions.fromString(mode));
    }

    private static void chmod(String mode, Path path) throws Exception {
        assertThat(new ProcessBuilder("chmod", mode, path.toString()).start().waitFor())
                .isZero();
    }
}
