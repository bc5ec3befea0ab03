// The console's addresses: the room of a constituent's own people, inside the frame that all rooms share.
import { Route } from "@solidjs/router";
import { type JSX, lazy } from "solid-js";
import { NavigationGroups } from "../shell/navigation-items.tsx";
import type { Room } from "../shell/room.ts";
import { RoomRouter } from "../shell/room-router.tsx";
import { groups } from "./navigation.ts";

const HomePage = lazy(async () => ({ default: (await import("./home/home-page.tsx")).HomePage }));

const room: Room = {
  name: "console",
  navigation: (props) => <NavigationGroups isOpen={props.isOpen} groups={groups} />,
};

export function Console(): JSX.Element {
  return (
    <RoomRouter room={room}>
      <Route path="/" component={HomePage} />
    </RoomRouter>
  );
}
