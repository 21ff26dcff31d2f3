package salvor.copier.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Random;

/** Who may import whom; the reasons are in ARCHITECTURE.md. */
@AnalyzeClasses(packages = "salvor", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayersTest {

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching("salvor.*.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule messages_know_only_the_jdk =
            classes()
                    .that()
                    .resideInAPackage("salvor.protocol.message")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("salvor.protocol.message", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule devices_know_only_extents = only("device", "salvor.protocol.message");

    @ArchTest
    static final ArchRule maps_know_devices =
            only("map", "salvor.copier.device", "salvor.protocol.message");

    @ArchTest
    static final ArchRule policies_know_devices_and_maps =
            only("rescue", "salvor.copier.device", "salvor.copier.map", "salvor.protocol.message");

    @ArchTest
    static final ArchRule transfer_knows_no_network =
            only(
                    "transfer",
                    "salvor.copier.device",
                    "salvor.copier.map",
                    "salvor.copier.rescue",
                    "salvor.protocol.message",
                    "salvor.protocol.compression");

    @ArchTest
    static final ArchRule comparison_knows_devices_and_maps =
            only("compare", "salvor.copier.device", "salvor.copier.map", "salvor.protocol.message");

    @ArchTest
    static final ArchRule pairing_knows_devices_and_comparison =
            only(
                    "pair",
                    "salvor.copier.device",
                    "salvor.copier.map",
                    "salvor.copier.compare",
                    "salvor.protocol.message");

    @ArchTest
    static final ArchRule only_the_network_knows_netty =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("salvor.protocol.codec", "salvor.copier.net")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule only_compression_knows_lz4 =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("salvor.protocol.compression")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("net.jpountz..");

    @ArchTest
    static final ArchRule only_devices_call_the_kernel_natively =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("salvor.copier.device")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.foreign.Linker");

    @ArchTest
    static final ArchRule only_pairing_starts_processes =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("salvor.copier.pair")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.ProcessBuilder");

    @ArchTest
    static final ArchRule only_the_command_line_prints_or_exits =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("salvor.copier.cli")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .callMethod(System.class, "exit", int.class)
                    .orShould()
                    .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule time_and_chance_come_from_outside =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "salvor.copier.rescue", "salvor.copier.transfer", "salvor.copier.map")
                    .and()
                    .doNotHaveFullyQualifiedName("salvor.copier.transfer.Clock$1")
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callConstructor(Random.class);

    /** The package may use these of ours, and any library. */
    private static ArchRule only(String name, String... ours) {
        String self = "salvor.copier." + name;
        String[] allowed = new String[ours.length + 1];
        System.arraycopy(ours, 0, allowed, 0, ours.length);
        allowed[ours.length] = self;
        return noClasses()
                .that()
                .resideInAPackage(self + "..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are ours, of other packages",
                                type ->
                                        type.getPackageName().startsWith("salvor.")
                                                && !type.getPackageName().startsWith(self + ".")
                                                && !Arrays.asList(allowed)
                                                        .contains(type.getPackageName())));
    }
}
