package io.highwater.runner.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;

/// A Spring Boot jar, taken apart: the application in one plain jar, its libraries as files beside it. The JVM can keep
/// what it learned about a plain class path in an archive and start from that the next time, with half of the work.
///
/// Lies beside the jar it comes from, in a folder named after the content: a rebuilt jar is unpacked anew, and no
/// archive of old classes is ever used for new ones (the build gives all jars one and the same date).
final class UnpackedJar {
    private static final String PREFIX = "plain-";
    private static final String CLASSES = "BOOT-INF/classes/";
    private static final String LIBRARIES = "BOOT-INF/lib/";

    private UnpackedJar() {}

    /// Unpacks `jar` unless that has been done; returns the plain jar.
    static synchronized Path unpackOnce(Path jar) {
        try (var packed = new JarFile(jar.toFile())) {
            Path folder = jar.resolveSibling(PREFIX + fingerprint(packed));
            if (!Files.exists(folder)) {
                removeEarlierOnes(jar.resolveSibling("."));
                Path half = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "unpacking");
                unpack(packed, half, jar.getFileName().toString());
                moveInto(half, folder);
            }
            return folder.resolve(jar.getFileName());
        } catch (IOException e) {
            throw new PlatformException("cannot unpack " + jar + ": " + e.getMessage(), e);
        }
    }

    /// Names and checksums of all entries: read from the jar's directory, so it costs next to nothing.
    private static String fingerprint(JarFile jar) {
        var crc = new CRC32();
        jar.stream()
                .map(entry -> "%s %x %d\n".formatted(entry.getName(), entry.getCrc(), entry.getSize()))
                .forEach(line -> crc.update(line.getBytes(UTF_8)));
        return "%08x".formatted(crc.getValue());
    }

    private static void unpack(JarFile packed, Path folder, String name) throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        var classPath = new ArrayList<String>();
        var own = new ArrayList<JarEntry>();
        for (JarEntry entry : packed.stream().toList()) {
            if (entry.getName().startsWith(LIBRARIES) && !entry.getName().equals(LIBRARIES)) {
                String library = "lib/" + entry.getName().substring(LIBRARIES.length());
                copyLibrary(packed, entry, folder.resolve(library));
                classPath.add(library);
            } else if (isOfTheApplication(entry.getName())) {
                own.add(entry);
            }
        }
        writeApplication(packed, own, manifest(packed.getManifest(), classPath), folder.resolve(name));
    }

    private static void copyLibrary(JarFile packed, JarEntry entry, Path target) throws IOException {
        try (var content = packed.getInputStream(entry)) {
            Files.copy(content, target);
        }
    }

    /// Not Spring Boot's loader, which has nothing to load here, nor its indexes. Folders are entries of their own, and
    /// Spring's search for components needs them.
    private static boolean isOfTheApplication(String name) {
        return (name.startsWith(CLASSES) && !name.equals(CLASSES))
                || (name.startsWith("META-INF/") && !name.equals(JarFile.MANIFEST_NAME));
    }

    private static Manifest manifest(Manifest packed, List<String> classPath) {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, packed.getMainAttributes().getValue("Start-Class"));
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ", classPath));
        return manifest;
    }

    private static void writeApplication(JarFile packed, List<JarEntry> entries, Manifest manifest, Path target)
            throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(target), manifest)) {
            // A service with a META-INF of its own has that folder twice: among its classes, and at the packed jar's
            // top.
            var written = new HashSet<>(List.of(JarFile.MANIFEST_NAME));
            for (JarEntry entry : entries) {
                String packedName = entry.getName();
                String name = packedName.startsWith(CLASSES) ? packedName.substring(CLASSES.length()) : packedName;
                if (!written.add(name)) {
                    continue;
                }
                jar.putNextEntry(new JarEntry(name));
                try (var content = packed.getInputStream(entry)) {
                    content.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
    }

    /// Another runner may have been faster; its folder has the same content.
    private static void moveInto(Path half, Path folder) throws IOException {
        try {
            Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            remove(half);
        }
    }

    private static void removeEarlierOnes(Path folder) throws IOException {
        try (var siblings = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path sibling : siblings) {
                remove(sibling);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
