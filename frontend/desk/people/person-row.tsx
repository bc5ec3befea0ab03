// One person: name, address, roles, keys, when seen; and the acts that may be done.
import { For, type JSX, Show } from "solid-js";
import type { PersonView } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";

export type PersonAct = "roles" | "disable" | "enable" | "recover" | "end_sessions";

export function PersonRow(props: { person: PersonView; onAct: (act: PersonAct) => void }): JSX.Element {
  const t = useWords();
  const can = () => props.person.can;
  return (
    <li>
      <div>
        <p>
          <span class="id-name">{props.person.name}</span> <span class="quiet-text">{props.person.email}</span>
        </p>
        <p class="id-line">
          <For each={props.person.roles} fallback={<Tag>{t("identity.people.no_role")}</Tag>}>
            {(role) => <Tag tone="indigo">{t(`identity.role.${role}`)}</Tag>}
          </For>
          <Show when={props.person.disabledAt}>
            <Tag tone="critical">{t("identity.people.disabled")}</Tag>
          </Show>
          <Show when={props.person.passkeys.some((key) => key.blockedAt !== null)}>
            <Tag tone="high">{t("identity.people.blocked_key")}</Tag>
          </Show>
          <span>{t("identity.people.keys", { count: props.person.passkeys.length })}</span>
          <span>{t("identity.people.sessions", { count: props.person.openSessions })}</span>
          <Show when={props.person.lastSeenAt}>
            {(at) => (
              <span>
                <Said>{(moment) => t("identity.people.last_seen", { when: moment(at()) })}</Said>
              </span>
            )}
          </Show>
        </p>
      </div>
      <div class="id-acts">
        <Show when={can().changeRoles}>
          <Button isSmall onClick={() => props.onAct("roles")}>
            {t("identity.people.change_roles")}
          </Button>
        </Show>
        <Show when={can().recover}>
          <Button isSmall look="quiet" onClick={() => props.onAct("recover")}>
            {t("identity.people.recover")}
          </Button>
        </Show>
        <Show when={can().disable && props.person.openSessions > 0}>
          <Button isSmall look="quiet" onClick={() => props.onAct("end_sessions")}>
            {t("identity.people.end_sessions")}
          </Button>
        </Show>
        <Show when={can().disable}>
          <Button isSmall look="danger" onClick={() => props.onAct("disable")}>
            {t("identity.people.disable")}
          </Button>
        </Show>
        <Show when={can().enable}>
          <Button isSmall onClick={() => props.onAct("enable")}>
            {t("identity.people.enable")}
          </Button>
        </Show>
      </div>
    </li>
  );
}
