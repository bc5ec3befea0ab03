// The charts of an authority, or of the committee.
import type { JSX } from "solid-js";
import { ChartsPage } from "../../shell/charts/charts-page.tsx";
import { can } from "../../shell/session.ts";

export function OfficeChartsPage(): JSX.Element {
  return <ChartsPage audience={() => (can("authority.read") ? "authority" : "committee")} />;
}
