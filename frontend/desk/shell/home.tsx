// The first page of a person: the queue for who works reports, people for administrators, the log for auditors, else the own account.
import { Navigate } from "@solidjs/router";
import type { JSX } from "solid-js";
import { can, me } from "../../shell/session.ts";

export function Home(): JSX.Element {
  const address = (): string => {
    if (me()?.limitation) return "/me";
    if (can("report.read")) return "/reports";
    if (can("person.read")) return "/people";
    return can("log.read") ? "/log" : "/me";
  };
  return <Navigate href={address()} />;
}
