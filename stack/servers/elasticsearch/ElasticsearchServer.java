import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * The real Elasticsearch node, in this process. Arguments: home folder (lib/, modules/), configuration folder.
 * SIGTERM closes it cleanly; anything that prevents the start is printed and exits with 1.
 */
public class ElasticsearchServer {
  public static void main(String[] args) {
    try {
      run(Path.of(args[0]), Path.of(args[1]));
    } catch (Throwable problem) {
      problem.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(Path home, Path configuration) throws Exception {
    var settings = Settings.builder().put("path.home", home).build();
    var environment =
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), configuration, () -> "stack");
    LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
    LogConfigurator.configure(environment, true);
    var modules = PluginsLoader.loadModulesBundles(environment.modulesDir(), true);
    var plugins = PluginsLoader.loadPluginsBundles(environment.pluginsDir(), true);
    var node = new Node(environment, PluginsLoader.createPluginsLoader(modules, plugins, Map.of(), false));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
    node.start();
    new CountDownLatch(1).await(); // the node's own threads are daemons
  }

  private static void close(Node node) {
    try {
      node.prepareForClose();
      node.close();
    } catch (Exception problem) {
      problem.printStackTrace();
    }
  }
}
