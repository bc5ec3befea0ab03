// Starts the desk in the browser.
import { startRoom } from "../shell/start-room.tsx";
import { Desk } from "./desk.tsx";

await startRoom(Desk, "crisis", "views", "exercises", "desk-more");
