// A flaw is written down, described better, or scored; where somebody else saved meanwhile, both versions are shown and one is chosen.
import { createSignal, type JSX } from "solid-js";
import type { FlawView } from "../../../backend/coordination/disclosure/views/model.ts";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { loadRoom, useWords } from "../../platform/words.ts";
import { WorkDialog } from "../case/work/work-dialog.tsx";
import type { DisclosureWork } from "./work.ts";

const examples = {
  cvss31: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
  cvss40: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
} as const;
const vectorOf = (flaw: FlawView | undefined, version: "3.1" | "4.0"): string =>
  flaw?.cvss.find((one) => one.version === version)?.vector ?? "";
const valuesOf = (flaw: FlawView | undefined) => ({
  title: flaw?.title ?? "",
  description: flaw?.description ?? "",
  cwe: flaw?.cwe ?? "",
  cvss31: vectorOf(flaw, "3.1"),
  cvss40: vectorOf(flaw, "4.0"),
});
type Values = ReturnType<typeof valuesOf>;

/** @param props.flaw the flaw as it was read; absent for a new one. */
export function FlawDialog(props: { work: DisclosureWork; flaw?: FlawView; onClose: () => void }): JSX.Element {
  const t = useWords();
  void loadRoom("casework");
  const { work, flaw } = props;
  const [values, setValues] = createSignal<Values>(valuesOf(flaw));
  const [stored, setStored] = createSignal(flaw);
  const set = (name: keyof Values, value: string): void => void setValues((all) => ({ ...all, [name]: value }));
  const labels: Record<keyof Values, string> = {
    title: t("disclosure.desk.flaw_title"),
    description: t("disclosure.desk.flaw_text"),
    cwe: t("disclosure.desk.cwe"),
    cvss31: t("disclosure.desk.cvss31"),
    cvss40: t("disclosure.desk.cvss40"),
  };
  const names = Object.keys(labels) as (keyof Values)[];
  const send = async (version: number): Promise<unknown> => {
    const { title, description, cwe, cvss31, cvss40 } = values();
    const more = { cwe: cwe.trim(), cvss31: cvss31.trim(), cvss40: cvss40.trim() };
    if (!flaw) {
      const said = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== ""));
      return await apiPost(`${work.path}/flaws`, { title, description, ...said });
    }
    const all = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, value === "" ? null : value]));
    return await apiPut(`${work.path}/flaws/${flaw.id}`, { version, title, description, ...all });
  };
  const compared = () => {
    const theirs = stored();
    if (!theirs) return undefined;
    const there = valuesOf(theirs);
    const fields = names.map((name) => ({ label: labels[name], mine: values()[name].trim(), theirs: there[name] }));
    return { version: theirs.version, fields };
  };
  return (
    <WorkDialog
      title={flaw ? `${flaw.ordinal}. ${flaw.title}` : t("disclosure.desk.add_flaw")}
      act={flaw ? t("disclosure.desk.save") : t("disclosure.desk.add_flaw")}
      isWide
      send={send}
      seen={flaw?.version ?? 0}
      {...(flaw ? { stored: compared } : {})}
      reload={async () => {
        const read = await work.readAgain();
        setStored(read.flaws.find(({ id }) => id === flaw?.id));
      }}
      onClose={() => props.onClose()}
    >
      {(errorOf) =>
        names.map((name) => {
          const field = () => ({ label: labels[name], value: values()[name], error: errorOf(name) });
          if (name === "description")
            return <TextArea {...field()} rows={4} onInput={(event) => set(name, event.currentTarget.value)} />;
          const hint =
            name === "cvss31" || name === "cvss40"
              ? { hint: t("disclosure.desk.cvss_hint", { example: examples[name] }) }
              : {};
          return (
            <TextField
              {...field()}
              {...hint}
              spellcheck={false}
              onInput={(event) => set(name, event.currentTarget.value)}
            />
          );
        })
      }
    </WorkDialog>
  );
}
