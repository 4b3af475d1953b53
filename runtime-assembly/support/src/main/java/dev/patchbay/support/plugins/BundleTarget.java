package dev.patchbay.support.plugins;

import dev.patchbay.server.plugins.InstalledPlugin;
import dev.patchbay.server.plugins.PluginContent;
import dev.patchbay.server.plugins.PluginLog;
import dev.patchbay.server.plugins.PluginTarget;
import dev.patchbay.server.plugins.StagedPlugin;
import dev.patchbay.server.plugins.UnusablePluginException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs plugins as bundles. Used by one thread at a time. */
final class BundleTarget implements PluginTarget {

    /** The prefix of the locations of plugins. */
    private static final String LOCATION = "patchbay-plugin:";

    private final BundleContext context;
    private final Requirements requirements;
    private final PluginRefresh refresh;
    private long installed;

    BundleTarget(BundleContext context, PluginLog log) {
        this.context = context;
        FrameworkWiring wiring =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        requirements = new Requirements(wiring);
        refresh = new PluginRefresh(wiring, log);
    }

    /** Returns whether a bundle was installed here, as a plugin. */
    static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /** Uninstalls what a process before this one has left, if the framework has kept it. */
    void uninstallAll() throws BundleException {
        for (Bundle bundle : context.getBundles()) {
            if (isPlugin(bundle) || CandidateHooks.isCandidate(bundle)) {
                bundle.uninstall();
            }
        }
    }

    @Override
    public StagedPlugin stage(PluginContent content, InstalledPlugin replaced)
            throws UnusablePluginException, IOException {
        Path jar = content.copy();
        try {
            refuseWhatIsNoBundle(content);
            if (BundleJar.isNeededFor(content)) {
                jar = jar.resolveSibling(jar.getFileName() + ".bundle");
                BundleJar.write(content, jar);
            }
            return new Candidate(
                    new PluginFiles(content.copy(), jar), (PluginBundle) replaced, install(jar, replaced != null));
        } catch (UnusablePluginException | IOException | RuntimeException | Error e) {
            new PluginFiles(content.copy(), jar).delete();
            throw e;
        }
    }

    private void refuseWhatIsNoBundle(PluginContent content) throws UnusablePluginException {
        String host = content.manifest().getMainAttributes().getValue(Constants.FRAGMENT_HOST);
        if (host != null) {
            throw new UnusablePluginException("it is a fragment of " + host
                    + ", and fragments would change bundles that serve; pack its content into a bundle");
        }
        if (content.bundle() && isPartOfTheHost(content.identity())) {
            throw new UnusablePluginException(
                    "it is " + content.identity() + ", a part of Patchbay itself; update the distribution instead");
        }
        if (!content.bundle() && content.providers().isEmpty()) {
            throw new UnusablePluginException(
                    "it is no OSGi bundle (no Bundle-SymbolicName in its manifest), and names no"
                            + " provider of dev.patchbay.api.Handler in META-INF/services or module-info; add one of the two");
        }
    }

    /** Returns whether a bundle, of any version, would be a second host in this process. Handlers are no part of it. */
    private boolean isPartOfTheHost(String symbolicName) {
        return symbolicName.startsWith("dev.patchbay.")
                && !symbolicName.startsWith("dev.patchbay.handler.")
                && Arrays.stream(context.getBundles())
                        .anyMatch(bundle -> symbolicName.equals(bundle.getSymbolicName())
                                && !isPlugin(bundle)
                                && !CandidateHooks.isCandidate(bundle));
    }

    /** Installs a jar, as a plugin or as a candidate. Starts nothing. */
    Bundle install(Path jar, boolean candidate) throws UnusablePluginException, IOException {
        String location = (candidate ? CandidateHooks.LOCATION : LOCATION) + ++installed;
        try (InputStream in = Files.newInputStream(jar)) {
            return context.installBundle(location, in);
        } catch (BundleException e) {
            throw new UnusablePluginException(
                    e.getType() == BundleException.DUPLICATE_BUNDLE_ERROR
                            ? "a bundle that is no plugin has the same symbolic name and version; give it another version"
                            : "it is no valid bundle: " + BundleCalls.reason(e) + "; build it again",
                    e);
        }
    }

    /** A bundle that has been installed and not started. */
    private final class Candidate implements StagedPlugin {

        private final PluginFiles files;
        private final PluginBundle replaced;
        private final Bundle bundle;

        Candidate(PluginFiles files, PluginBundle replaced, Bundle bundle) {
            this.files = files;
            this.replaced = replaced;
            this.bundle = bundle;
        }

        @Override
        public Optional<String> missing() {
            return requirements.missing(bundle);
        }

        @Override
        public InstalledPlugin commit() throws UnusablePluginException {
            if (replaced != null) {
                BundleCalls.uninstall(bundle);
                replaced.update(files);
                return replaced;
            }
            PluginBundle plugin = new PluginBundle(BundleTarget.this, context, bundle, files);
            plugin.start();
            return plugin;
        }

        @Override
        public void discard() {
            BundleCalls.uninstall(bundle);
            files.delete();
        }
    }

    @Override
    public long environment() {
        long sum = 0;
        for (Bundle bundle : context.getBundles()) {
            if (!isPlugin(bundle) && !CandidateHooks.isCandidate(bundle)) {
                sum = sum * 31 + bundle.getBundleId() + bundle.getLastModified();
            }
        }
        return sum;
    }

    @Override
    public void settle() {
        refresh.run();
    }
}
