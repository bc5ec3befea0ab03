// The desk's charts.
import type { JSX } from "solid-js";
import { ChartsPage } from "../../shell/charts/charts-page.tsx";

export function DeskChartsPage(): JSX.Element {
  return <ChartsPage audience={() => "desk"} />;
}
