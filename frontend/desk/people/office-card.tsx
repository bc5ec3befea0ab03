// One office: its devices with their state, its clerks with their last shift, and what can be done with each.
import { For, type JSX, Show } from "solid-js";
import type { ClerkView, OfficeDeviceView, OfficeView } from "../../../backend/identity/offices/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import type { OfficeAct } from "./offices-page.tsx";

export function OfficeCard(props: { office: OfficeView; onAct: (act: OfficeAct) => void }): JSX.Element {
  const t = useWords();
  return (
    <Card
      title={props.office.name}
      aside={
        <Button isSmall look="danger" onClick={() => props.onAct({ kind: "close", office: props.office })}>
          {t("identity.offices.close")}
        </Button>
      }
    >
      <p class="quiet-text">{t("identity.offices.reports", { count: props.office.reports })}</p>
      <div class="office-part">
        <h3>{t("identity.offices.devices")}</h3>
        <Button isSmall onClick={() => props.onAct({ kind: "add_device", office: props.office })}>
          {t("identity.offices.add_device")}
        </Button>
      </div>
      <ul class="id-rows">
        <For each={props.office.devices} fallback={<li class="quiet-text">{t("identity.offices.no_device")}</li>}>
          {(device) => <DeviceRow device={device} onAct={props.onAct} />}
        </For>
      </ul>
      <div class="office-part">
        <h3>{t("identity.offices.clerks")}</h3>
        <Button isSmall onClick={() => props.onAct({ kind: "add_clerk", office: props.office })}>
          {t("identity.offices.add_clerk")}
        </Button>
      </div>
      <ul class="id-rows">
        <For each={props.office.clerks} fallback={<li class="quiet-text">{t("identity.offices.no_clerk")}</li>}>
          {(clerk) => <ClerkRow clerk={clerk} onAct={props.onAct} />}
        </For>
      </ul>
    </Card>
  );
}

function DeviceRow(props: { device: OfficeDeviceView; onAct: (act: OfficeAct) => void }): JSX.Element {
  const t = useWords();
  return (
    <li>
      <div>
        <p>
          <span class="id-name">{props.device.name}</span>{" "}
          <Show when={props.device.state !== "enrolled"}>
            <Tag tone={props.device.state === "lapsed" ? "critical" : "low"}>
              {t(`identity.offices.device.${props.device.state}`)}
            </Tag>
          </Show>
        </p>
        <p class="id-line">
          <span>
            {props.device.enrolledAt ? (
              <Said>{(moment) => t("identity.offices.enrolled", { when: moment(props.device.enrolledAt) })}</Said>
            ) : (
              <Said>{(moment) => t("identity.offices.link_made", { when: moment(props.device.madeAt) })}</Said>
            )}
          </span>
          <Show when={props.device.lastUsedAt}>
            {(at) => (
              <span>
                <Said>{(moment) => t("identity.offices.used", { when: moment(at()) })}</Said>
              </span>
            )}
          </Show>
        </p>
      </div>
      <div class="id-acts">
        <Button isSmall look="danger" onClick={() => props.onAct({ kind: "withdraw", device: props.device })}>
          {t("identity.offices.withdraw")}
        </Button>
      </div>
    </li>
  );
}

function ClerkRow(props: { clerk: ClerkView; onAct: (act: OfficeAct) => void }): JSX.Element {
  const t = useWords();
  return (
    <li>
      <div>
        <p>
          <span class="id-name">{props.clerk.name}</span>{" "}
          <Show when={props.clerk.isAtWork}>
            <Tag tone="low">{t("identity.offices.at_work")}</Tag>
          </Show>
          <Show when={props.clerk.isLockedOut}>
            <Tag tone="critical">{t("identity.offices.locked_out")}</Tag>
          </Show>
        </p>
        <p class="id-line">
          <span>
            {props.clerk.lastShiftAt ? (
              <Said>{(moment) => t("identity.offices.last_shift", { when: moment(props.clerk.lastShiftAt) })}</Said>
            ) : (
              t("identity.offices.never")
            )}
          </span>
          <span>
            <Said>{(moment) => t("identity.offices.pin_made", { when: moment(props.clerk.pinMadeAt) })}</Said>
          </span>
        </p>
      </div>
      <div class="id-acts">
        <Button isSmall onClick={() => props.onAct({ kind: "pin", clerk: props.clerk })}>
          {t("identity.offices.pin")}
        </Button>
        <Button isSmall look="danger" onClick={() => props.onAct({ kind: "remove", clerk: props.clerk })}>
          {t("identity.offices.remove")}
        </Button>
      </div>
    </li>
  );
}
