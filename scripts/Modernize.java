import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;

/**
 * Rewrites the classes of a jar that are too old for a start-up cache (before Java 6: they have no
 * stack maps, and the JVM verifies them anew in each process) as classes of this JDK. Nothing else
 * of them changes.
 *
 * <p>Usage: java Modernize.java JAR, which is replaced.
 */
final class Modernize {

    /** The first version whose classes can have stack maps: Java 6. */
    private static final int STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private Modernize() {}

    public static void main(String[] args) throws IOException {
        Path jar = Path.of(args[0]);
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (URLClassLoader inside = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                JarInputStream in = new JarInputStream(Files.newInputStream(jar));
                OutputStream file = Files.newOutputStream(made);
                JarOutputStream out = new JarOutputStream(file, in.getManifest())) {
            ClassFile classes =
                    ClassFile.of(
                            StackMapsOption.GENERATE_STACK_MAPS,
                            ClassHierarchyResolverOption.of(
                                    ClassHierarchyResolver.ofResourceParsing(inside)));
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                byte[] bytes = in.readAllBytes();
                out.putNextEntry(new JarEntry(entry.getName()));
                out.write(entry.getName().endsWith(".class") ? modern(classes, bytes) : bytes);
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] modern(ClassFile classes, byte[] bytes) {
        ClassModel old = classes.parse(bytes);
        if (old.majorVersion() >= STACK_MAPS) {
            return bytes;
        }
        ClassTransform code = ClassTransform.transformingMethodBodies((to, element) -> to.with(element));
        ClassTransform version =
                ClassTransform.endHandler(to -> to.withVersion(ClassFile.latestMajorVersion(), 0));
        return classes.transformClass(old, code.andThen(version));
    }
}
