package dev.patchbay.server.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The threads that may block, and what they keep. */
class BlockingThreadsTest {

    /** Code of a plugin, which needs a thread. */
    public static final class Plugin implements Consumer<Executor> {
        @Override
        public void accept(Executor executor) {
            CountDownLatch ran = new CountDownLatch(1);
            executor.execute(ran::countDown);
            try {
                assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Has the classes of the plugin for itself. */
    private static final class PluginLoader extends ClassLoader {

        PluginLoader() {
            super(BlockingThreadsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.startsWith(Plugin.class.getName()) ? own(name) : super.loadClass(name, resolve);
        }

        private Class<?> own(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void threadThatAPluginHasNeededKeepsNoneOfItsClasses() throws Exception {
        ExecutorService executor = Platform.blockingExecutor("test");
        try {
            WeakReference<ClassLoader> plugin = useAPlugin(executor);
            for (int i = 0; i < 100 && plugin.get() != null; i++) {
                System.gc();
            }
            assertThat(plugin.get()).isNull();
        } finally {
            executor.shutdownNow();
        }
    }

    @SuppressWarnings("unchecked")
    private static WeakReference<ClassLoader> useAPlugin(Executor executor) throws Exception {
        ClassLoader loader = new PluginLoader();
        Object plugin = loader.loadClass(Plugin.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        assertThat(plugin.getClass().getClassLoader()).isSameAs(loader);
        ((Consumer<Executor>) plugin).accept(executor);
        return new WeakReference<>(loader);
    }
}
