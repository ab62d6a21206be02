import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opensearch.Version;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessModulePlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.plugins.PluginInfo;
import org.opensearch.transport.Netty4ModulePlugin;

/** A node of the test cluster in a JVM of its own. Arguments: its folder, its name, then settings as key=value. */
public final class TestNode {
    /** Node's own constructor for nodes whose plugins stand on the class path is not public. */
    private static final class Assembled extends Node {
        Assembled(Environment environment, Collection<PluginInfo> plugins) {
            super(environment, plugins, true);
        }
    }

    private static PluginInfo onClassPath(Class<? extends Plugin> plugin) {
        String java = Integer.toString(Runtime.version().feature());
        return new PluginInfo(plugin.getName(), "", "", Version.CURRENT, java, plugin.getName(), List.of(), false);
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        String name = arguments[1];
        Settings.Builder settings = Settings.builder().put("path.home", folder.toString()).put("node.name", name);
        for (String argument : Arrays.asList(arguments).subList(2, arguments.length)) {
            String[] pair = argument.split("=", 2);
            if (pair[1].contains(",")) {
                settings.putList(pair[0], pair[1].split(","));
            } else {
                settings.put(pair[0], pair[1]);
            }
        }
        for (String needed : List.of("config", "data", "logs", "modules", "plugins")) {
            Files.createDirectories(folder.resolve(needed));
        }
        Environment environment =
                InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), folder.resolve("config"), () -> name);
        LogConfigurator.registerErrorListener();
        LogConfigurator.configure(environment);
        List<PluginInfo> plugins =
                Stream.of(CommonAnalysisModulePlugin.class, Netty4ModulePlugin.class, PainlessModulePlugin.class)
                        .map(TestNode::onClassPath)
                        .toList();
        Node node = new Assembled(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node)));
        node.start();
        Thread.currentThread().join();
    }

    private static void end(Node node) {
        try {
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (Exception problem) {
            problem.printStackTrace();
        }
    }
}
