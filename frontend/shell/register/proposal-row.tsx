// One proposed change as everybody sees it: what it was, what it is to be, in which state, and who decided why.
import { For, type JSX, Show } from "solid-js";
import type { ProposalView } from "../../../backend/registry/proposals/model.ts";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { hasWords, useWords } from "../../platform/words.ts";
import { nameIn } from "../areas/name-in.ts";
import "../account/people.css";
import "./register.css";

const tones: Record<ProposalView["state"], Tone> = {
  pending: "medium",
  approved: "low",
  refused: "critical",
  withdrawn: "plain",
};

export function ProposalRow(props: { proposal: ProposalView; hasName?: boolean; acts?: JSX.Element }): JSX.Element {
  const t = useWords();
  const fields = () => [...new Set([...Object.keys(props.proposal.before), ...Object.keys(props.proposal.after)])];
  const say = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return t("console.proposals.nothing");
    if (Array.isArray(value))
      return value.length === 0 ? t("console.proposals.nothing") : value.map((one) => sayOne(field, one)).join(", ");
    return sayOne(field, value);
  };
  const sayOne = (field: string, value: unknown): string => {
    if (field === "areaId" && typeof value === "string") return nameIn(props.proposal.areas[value], value);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const key =
      field === "sector"
        ? `console.sector.${text}`
        : field === "role"
          ? `desk.directory.role.${text}`
          : field === "languages"
            ? `common.language.${text}`
            : "";
    return key !== "" && hasWords(key) ? t(key) : text;
  };
  return (
    <li data-proposal={props.proposal.id}>
      <div class="proposal">
        <p>
          <span class="id-name">
            {props.hasName ? `${props.proposal.constituent.name} – ` : ""}
            {t(`console.proposals.kind.${props.proposal.kind}`, { name: props.proposal.contactName ?? "" })}
          </span>{" "}
          <Tag tone={tones[props.proposal.state]}>{t(`console.proposals.state.${props.proposal.state}`)}</Tag>
        </p>
        <Show when={props.proposal.kind !== "contact_end"}>
          <dl class="diff">
            <For each={fields()}>
              {(field) => (
                <div>
                  <dt>{t(`console.field.${field}`)}</dt>
                  <dd>
                    <Show when={props.proposal.kind !== "contact_add"}>
                      <del>{say(field, props.proposal.before[field])}</del> <span aria-hidden="true">→</span>{" "}
                    </Show>
                    <ins>{say(field, props.proposal.after[field])}</ins>
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </Show>
        <Show when={props.proposal.note}>
          <p dir="auto">{props.proposal.note}</p>
        </Show>
        <p class="id-line">
          <span>
            <Said>
              {(moment) =>
                t("console.proposals.asked", {
                  name: props.proposal.proposedByName,
                  when: moment(props.proposal.proposedAt),
                })
              }
            </Said>
          </span>
          <Show when={props.proposal.state !== "withdrawn" && props.proposal.decidedAt}>
            {(at) => (
              <span>
                <Said>
                  {(moment) =>
                    t(`console.proposals.by.${props.proposal.state}`, {
                      name: props.proposal.decidedByName ?? "",
                      when: moment(at()),
                    })
                  }
                </Said>
              </span>
            )}
          </Show>
        </p>
        <Show when={props.proposal.reason}>
          <p dir="auto">{t("console.proposals.reason", { reason: props.proposal.reason })}</p>
        </Show>
      </div>
      <div class="id-acts">{props.acts}</div>
    </li>
  );
}
