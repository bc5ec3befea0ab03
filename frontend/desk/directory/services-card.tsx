// What a constituent offers online, since when and for whom, and how each service stands with the law.
import { For, type JSX, Show } from "solid-js";
import type { ComplianceState, ServiceView } from "../../../backend/registry/services/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { nameOfInstrument } from "./choices.ts";
import "./directory.css";

const toneOf: Record<ComplianceState, Tone> = {
  unknown: "plain",
  declared: "indigo",
  compliant: "low",
  finding_open: "high",
};

/** The states of compliance, one line an instrument. */
export function ComplianceLines(props: { service: ServiceView }): JSX.Element {
  const t = useWords();
  return (
    <Show
      when={props.service.compliance.length > 0}
      fallback={<p class="quiet-text small-text">{t("register.compliance.nothing")}</p>}
    >
      <ul class="others small-text">
        <For each={props.service.compliance}>
          {(one) => (
            <li>
              <Tag tone={toneOf[one.state]}>{t(`register.compliance.state.${one.state}`)}</Tag>{" "}
              {nameOfInstrument(one.instrument)} ·{" "}
              {t("register.compliance.of_day", { day: one.asOf, source: one.source })}
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

export function ServicesCard(props: {
  services: ServiceView[];
  onAdd: () => void;
  onChange: (service: ServiceView) => void;
  onCompliance: (service: ServiceView) => void;
}): JSX.Element {
  const t = useWords();
  return (
    <Card
      title={t("register.service.title")}
      count={props.services.length}
      aside={
        <Show when={can("registry.change")}>
          <Button isSmall look="quiet" onClick={() => props.onAdd()}>
            {t("register.service.add")}
          </Button>
        </Show>
      }
    >
      <ul class="entries">
        <For each={props.services} fallback={<li class="quiet-text">{t("register.service.none")}</li>}>
          {(service) => (
            <li class="entry" data-ended={service.endedOn ? "" : undefined}>
              <div class="entry-words">
                <p>
                  <b dir="auto">{service.name}</b>{" "}
                  <span class="quiet-text">{t(`register.service.kind.${service.kind}`)}</span>
                </p>
                <p class="value small-text">{service.url}</p>
                <p class="quiet-text small-text">
                  {[
                    t(`register.service.audience.${service.audience}`),
                    service.since && t("register.service.since_day", { day: service.since }),
                    service.endedOn && t("register.service.ended_day", { day: service.endedOn }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
                <ComplianceLines service={service} />
              </div>
              <Show when={can("registry.change")}>
                <div class="entry-acts">
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={`${t("register.compliance.act")} ${service.name}`}
                    onClick={() => props.onCompliance(service)}
                  >
                    {t("register.compliance.act")}
                  </Button>
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={`${t("register.change")} ${service.name}`}
                    onClick={() => props.onChange(service)}
                  >
                    {t("register.change")}
                  </Button>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
