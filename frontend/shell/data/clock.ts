// The time of the page, a tick every 20 s, so that ages grow without anybody asking the server.
import { createSignal } from "solid-js";

const [now, setNow] = createSignal(Date.now());
export { now };
setInterval(() => setNow(Date.now()), 20_000);
