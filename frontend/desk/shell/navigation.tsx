// The desk's navigation: its groups, with the numbers beside the views.
import type { JSX } from "solid-js";
import { NavigationGroups } from "../../shell/navigation-items.tsx";
import { OwnViews } from "../views/own-views.tsx";
import { groups } from "./navigation-groups.ts";

export function Navigation(props: { isOpen: boolean }): JSX.Element {
  return <NavigationGroups isOpen={props.isOpen} groups={groups} own={<OwnViews />} />;
}
