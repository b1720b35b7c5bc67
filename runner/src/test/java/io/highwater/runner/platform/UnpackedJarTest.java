package io.highwater.runner.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedJarTest {
    @TempDir
    private Path target;

    @Test
    void theApplicationIsOnePlainJarAndItsLibrariesLieBesideIt() throws IOException {
        Path program = UnpackedJar.unpackOnce(bootJar("classes"));

        try (var jar = new JarFile(program.toFile())) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            assertThat(attributes.getValue("Main-Class")).isEqualTo("shop.Application");
            assertThat(attributes.getValue("Class-Path")).isEqualTo("lib/b.jar lib/a.jar");
            assertThat(jar.stream().map(JarEntry::getName))
                    .containsExactlyInAnyOrder(
                            "META-INF/MANIFEST.MF",
                            "META-INF/",
                            "META-INF/own.properties",
                            "META-INF/services/shop.Spi",
                            "shop/",
                            "shop/Application.class");
        }
        assertThat(program.resolveSibling("lib/a.jar")).hasContent("library a");
        assertThat(program.resolveSibling("lib/b.jar")).hasContent("library b");
    }

    @Test
    void whatIsUnpackedIsNotUnpackedAgain() throws IOException {
        Path jar = bootJar("classes");
        Path program = UnpackedJar.unpackOnce(jar);
        Path archive = Files.writeString(program.resolveSibling("order-service.jsa"), "archive");

        assertThat(UnpackedJar.unpackOnce(jar)).isEqualTo(program);
        assertThat(archive).exists();
    }

    @Test
    void aRebuiltJarOfTheSameSizeTakesThePlaceOfTheOldOne() throws IOException {
        Path old = UnpackedJar.unpackOnce(bootJar("classes"));

        Path rebuilt = UnpackedJar.unpackOnce(bootJar("CLASSES"));

        assertThat(rebuilt.getParent()).isNotEqualTo(old.getParent());
        assertThat(old.getParent()).doesNotExist();
        try (var files = Files.list(target)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "order-service.jar",
                            rebuilt.getParent().getFileName().toString());
        }
    }

    private Path bootJar(String classContent) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
        manifest.getMainAttributes().putValue("Start-Class", "shop.Application");
        var entries = new LinkedHashMap<String, String>();
        entries.put("org/springframework/boot/loader/launch/JarLauncher.class", "loader");
        entries.put("META-INF/services/shop.Spi", "shop.Impl");
        entries.put("BOOT-INF/classes/", "");
        entries.put("META-INF/", "");
        entries.put("BOOT-INF/classes/META-INF/", "");
        entries.put("BOOT-INF/classes/META-INF/own.properties", "own");
        entries.put("BOOT-INF/classes/shop/", "");
        entries.put("BOOT-INF/classes/shop/Application.class", classContent);
        entries.put("BOOT-INF/lib/", "");
        entries.put("BOOT-INF/lib/b.jar", "library b");
        entries.put("BOOT-INF/lib/a.jar", "library a");
        entries.put("BOOT-INF/classpath.idx", "index");
        Path jar = target.resolve("order-service.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(UTF_8));
                out.closeEntry();
            }
        }
        return jar;
    }
}
