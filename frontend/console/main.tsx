// Starts the room of constituents in the browser.
import { startRoom } from "../shell/start-room.tsx";
import { Console } from "./console.tsx";

await startRoom(Console, "console", "duties", "yearly");
