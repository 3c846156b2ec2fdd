import java.io.File;
import java.util.List;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.policy.ConstantPendingMessageLimitStrategy;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;

/**
 * The real ActiveMQ Classic broker, in this process. Arguments: data folder, STOMP port, store limit in MiB.
 * SIGTERM stops it cleanly; anything that prevents the start is printed and exits with 1.
 */
public class ActiveMqServer {
  private static final long MIB = 1024 * 1024;

  public static void main(String[] args) {
    try {
      run(new File(args[0]), Integer.parseInt(args[1]), Long.parseLong(args[2]));
    } catch (Throwable problem) {
      problem.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(File data, int port, long storeMib) throws Exception {
    var broker = new BrokerService();
    broker.setBrokerName("stack");
    broker.setDataDirectoryFile(data);
    broker.setUseJmx(false);
    broker.setSchedulerSupport(false);
    broker.setAdvisorySupport(false); // for OpenWire clients and networks of brokers: here everything speaks STOMP
    broker.setPlugins(new BrokerPlugin[] {new StatisticsBrokerPlugin()}); // queue depths over STOMP, without JMX

    var store = new KahaDBPersistenceAdapter(); // syncs its journal to disk before a receipt: the default, and needed
    store.setDirectory(new File(data, "kahadb"));
    store.setIndexCacheSize(40_000); // pages of 1 KiB, where the default is 10,000 of 4
    broker.setPersistenceAdapter(store);

    // Less than half of the heap for messages: the index, the subscriptions and the frames on their way need the rest.
    var usage = broker.getSystemUsage();
    usage.getMemoryUsage().setPercentOfJvmHeap(40);
    usage.getStoreUsage().setLimit(storeMib * MIB);
    usage.getTempUsage().setLimit(512 * MIB);
    // A full store holds the sender back, and after this time refuses (no receipt, an ERROR frame): never drops.
    usage.setSendFailIfNoSpaceAfterTimeout(15_000);

    var queues = new PolicyEntry();
    queues.setQueue(">");
    queues.setProducerFlowControl(true);
    // Beyond this a queue leaves its messages on disk and reads them when it needs them. Without a limit of its own each
    // queue fills the broker's whole memory, and then the senders of all of them are refused.
    queues.setMemoryLimit(32 * MIB);
    queues.setMaxPageSize(2000); // the default of 200 starves a consumer that holds more than that unacknowledged
    // The last tenth of the store is for dead letters: a full one must not keep a bad reading at the head of a queue, as
    // then nothing behind it could leave either.
    queues.setStoreUsageHighWaterMark(90);
    var deadLetters = new PolicyEntry();
    deadLetters.setQueue("*.*.rejected");
    deadLetters.setMemoryLimit(32 * MIB);
    deadLetters.setMaxPageSize(2000);
    deadLetters.setMaxBrowsePageSize(100_000); // the default of 400 ends a browser early: people could not see the rest
    var topics = new PolicyEntry();
    topics.setTopic(">");
    // Topics carry live copies. A reader that hangs loses its oldest ones instead of blocking every sender.
    var limit = new ConstantPendingMessageLimitStrategy();
    limit.setLimit(10_000);
    topics.setPendingMessageLimitStrategy(limit);
    var policies = new PolicyMap();
    policies.setPolicyEntries(List.of(queues, deadLetters, topics));
    broker.setDestinationPolicy(policies);

    broker.addConnector(
        "stomp://127.0.0.1:" + port
            + "?maximumConnections=1000&transport.tcpNoDelay=true"
            + "&wireFormat.maxDataLength=" + 16 * MIB
            + "&wireFormat.maxFrameSize=" + 17 * MIB);
    broker.start(); // installs its own shutdown hook
    broker.waitUntilStarted();
    broker.waitUntilStopped();
  }
}
