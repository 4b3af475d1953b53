package dev.patchbay.itests.swap;

import org.osgi.framework.launch.FrameworkFactory;

/** Runs the test in Equinox. */
class SwapUnderLoadInEquinoxIT extends SwapUnderLoadIT {

    @Override
    FrameworkFactory framework() {
        return Frameworks.equinox();
    }
}
