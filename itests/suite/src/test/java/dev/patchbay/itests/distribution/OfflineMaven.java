package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Maven that uses neither the network nor the repository of the user, but what this build has. */
final class OfflineMaven {

    private OfflineMaven() {}

    /**
     * Has Maven use these settings in a folder and those below it.
     *
     * @param repository where it keeps what it has found; a folder of the test
     */
    static void configure(Path folder, Path repository) throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <mirrors>
                    <mirror><id>build</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>patchbay</id>
                      <repositories>
                        <repository><id>built</id><url>%s</url></repository>
                        <repository><id>patchbay</id><url>%s</url></repository>
                      </repositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>patchbay</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        Path.of(System.getProperty("org.ops4j.pax.url.mvn.localRepository"))
                                .toUri(),
                        BuiltRepository.create(folder.resolve(".built")).toUri(),
                        Path.of(System.getProperty("patchbay.repository")).toUri()));
        Files.writeString(
                Files.createDirectories(folder.resolve(".mvn")).resolve("maven.config"),
                "-s\n" + settings + "\n-Dmaven.repo.local=" + repository + "\n");
    }
}
