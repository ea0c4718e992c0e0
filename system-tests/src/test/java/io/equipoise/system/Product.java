package io.equipoise.system;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.List;

/** Our classes without those of tests, read once for all that is asked of them. */
final class Product {
    /** The shaded copies of a class count as no second class. */
    private static final ImportOption NO_FAT_JARS = location -> !location.contains("-fat.jar");

    private static final ImportOption OURS_ALONE = Product::isOurs;

    static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(NO_FAT_JARS, OURS_ALONE)).importPackages("io.equipoise");

    private Product() {}

    private static boolean isOurs(Location location) {
        return !location.contains("/testkit") && !location.contains("test-classes");
    }
}
