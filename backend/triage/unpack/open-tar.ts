// Opens tar archives (ustar, GNU, pax) with tar-stream.
import { Readable } from "node:stream";
import { extract } from "tar-stream";
import { createCollector, cutObstacle, type Gauge } from "./meter.ts";
import type { Entry, Part } from "./model.ts";

/** Links, devices and folders hold no bytes and are passed over. A cut archive gives its entries so far, then throws. */
export async function* openTar(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const archive = extract();
  const source = Readable.from([part.bytes]);
  source.pipe(archive);
  try {
    for await (const entry of archive) {
      gauge.checkTime();
      if (entry.header.type !== "file" && entry.header.type !== "contiguous-file") {
        entry.resume();
        continue;
      }
      gauge.takePart();
      const collector = createCollector(gauge);
      // Read to its end even when full: the next entry begins there.
      for await (const chunk of entry) if (!collector.isCut()) collector.add(chunk as Buffer);
      const obstacle = collector.isCut() ? cutObstacle(gauge.limits) : null;
      yield { name: entry.header.name, bytes: collector.bytes(), obstacle };
    }
  } finally {
    source.destroy();
    archive.destroy();
  }
}
