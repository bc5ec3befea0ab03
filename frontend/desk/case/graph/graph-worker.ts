// The worker in which a graph is laid out, so that the page goes on answering to keys meanwhile.
import { type LayoutRequest, layOut } from "./lay-out.ts";

addEventListener("message", ({ data }: MessageEvent<LayoutRequest>) => {
  postMessage(layOut(data));
});
