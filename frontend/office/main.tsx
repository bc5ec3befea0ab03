// Starts the room of authorities and the committee in the browser.
import { startRoom } from "../shell/start-room.tsx";
import { Office } from "./office.tsx";

await startRoom(Office, "crisis", "authority", "yearly");
