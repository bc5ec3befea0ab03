# The portal at the edge under plain workerd, on a country's own machine: the same worker as under wrangler, its queue in the folder queue/.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    (name = "site", disk = (path = "site", writable = false, allowDotfiles = false)),
    (name = "queue", disk = (path = "queue", writable = true, allowDotfiles = false)),
    # The edge asks nobody: no request leaves it.
    (name = "internet", network = (allow = [])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8090", http = (), service = "edge")],
);

const edge :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker/worker.js")],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "ASSETS", service = "site"),
    (name = "QUEUE", durableObjectNamespace = "EdgeQueue"),
  ],
  durableObjectNamespaces = [(className = "EdgeQueue", uniqueKey = "toguna-edge-queue", enableSql = true)],
  durableObjectStorage = (localDisk = "queue"),
);
