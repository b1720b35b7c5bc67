package io.highwater.broker.protocol.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Generates all messages: `GenerateProtocol <output> <clients> <metadata> <groups> <transactions>`. All arguments are
/// folders; the last four hold the specifications of the Kafka modules of these names.
public final class GenerateProtocol {
    private static final String ROOT = "io.highwater.broker.protocol";
    private static final String MESSAGES = ROOT + ".message";
    private static final String METADATA = ROOT + ".metadata";
    private static final String GROUPS = ROOT + ".coordinator";
    private static final String TRANSACTIONS = ROOT + ".transaction";

    private final Output output;

    private GenerateProtocol(Output output) {
        this.output = output;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            throw new IllegalArgumentException("Usage: GenerateProtocol output clients metadata groups transactions");
        }
        var output = new Output(Path.of(arguments[0]));
        var generate = new GenerateProtocol(output);
        generate.messages(SpecReader.readFolder(Path.of(arguments[1])));
        generate.metadata(SpecReader.readFolder(Path.of(arguments[2])));
        generate.groups(SpecReader.readFolder(Path.of(arguments[3])));
        generate.classes(TRANSACTIONS, SpecReader.readFolder(Path.of(arguments[4])));
        output.deleteOthers();
    }

    private void messages(List<MessageSpec> specs) throws IOException {
        classes(MESSAGES, specs);
        output.write(ROOT, "ApiKey", new ApiKeyCode(specs).generate());
        var dispatch = new DispatchCode(MESSAGES, "Messages", "requests and responses")
                .method("readRequest", "request", specs)
                .method("readResponse", "response", specs);
        output.write(MESSAGES, "Messages", dispatch.generate());
    }

    private void metadata(List<MessageSpec> specs) throws IOException {
        classes(METADATA, specs);
        var dispatch =
                new DispatchCode(METADATA, "MetadataRecords", "metadata records").method("read", "metadata", specs);
        output.write(METADATA, "MetadataRecords", dispatch.generate());
    }

    private void groups(List<MessageSpec> specs) throws IOException {
        classes(GROUPS, specs);
        var dispatch = new DispatchCode(
                        GROUPS, "CoordinatorRecords", "keys and values of the group coordinator's records")
                .method("readKey", "coordinator-key", specs)
                .method("readValue", "coordinator-value", specs);
        output.write(GROUPS, "CoordinatorRecords", dispatch.generate());
    }

    private void classes(String packageName, List<MessageSpec> specs) throws IOException {
        for (var spec : specs) {
            if (!spec.isDead()) {
                output.write(packageName, spec.name(), new MessageCode(spec, packageName).generate());
            }
        }
    }
}
