// Where one can go: views of the queue and cases with their numbers, then talk, knowledge, people and state. What one may not open is not shown.
import { useLocation, useSearchParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { NavigationFrame, NavigationItem } from "../../shell/navigation-items.tsx";
import { counts } from "./counts.ts";
import { can } from "../../shell/session.ts";

const mainViews = ["new", "mine", "answers", "waiting", "snoozed", "held"] as const;
const endViews = ["in_case", "closed", "all"] as const;

export function Navigation(props: { isOpen: boolean }): JSX.Element {
  const t = useWords();
  const location = useLocation();
  const [params] = useSearchParams<{ view?: string; status?: string; mine?: string }>();
  const isIn = (path: string): boolean => location.pathname.startsWith(`/desk${path}`);
  const View = (view: { name: (typeof mainViews)[number] | (typeof endViews)[number] }) => (
    <NavigationItem
      href={view.name === "new" ? "/reports" : `/reports?view=${view.name}`}
      label={t(`desk.view.${view.name}`)}
      isCurrent={isIn("/reports") && (params.view ?? "new") === view.name}
      count={view.name === "all" ? undefined : counts()?.[view.name]}
    />
  );
  return (
    <NavigationFrame isOpen={props.isOpen}>
      <Show when={can("report.read")}>
        <ul>
          <For each={mainViews}>{(name) => <View name={name} />}</For>
        </ul>
        <h2 class="nav-heading">{t("desk.nav.cases")}</h2>
        <ul>
          <NavigationItem href="/handover" label={t("desk.nav.handover")} isCurrent={isIn("/handover")} />
          <NavigationItem href="/my-work" label={t("desk.nav.my_work")} isCurrent={isIn("/my-work")} />
          <NavigationItem
            href="/cases"
            label={t("desk.nav.open_cases")}
            isCurrent={isIn("/cases") && params.mine !== "true" && (params.status ?? "open") === "open"}
            count={counts()?.openCases}
          />
          <NavigationItem
            href="/cases?mine=true"
            label={t("desk.nav.my_cases")}
            isCurrent={isIn("/cases") && params.mine === "true"}
            count={counts()?.myCases}
          />
          <NavigationItem
            href="/cases?status=closed"
            label={t("desk.nav.closed_cases")}
            isCurrent={isIn("/cases") && params.status === "closed"}
          />
          <Show when={can("case.shape")}>
            <NavigationItem href="/case-shape" label={t("desk.nav.case_shape")} isCurrent={isIn("/case-shape")} />
          </Show>
        </ul>
        <h2 class="nav-heading">{t("desk.nav.reports")}</h2>
        <ul>
          <For each={endViews}>{(name) => <View name={name} />}</For>
        </ul>
      </Show>
      <Show when={can("mail.read")}>
        <h2 class="nav-heading">{t("desk.nav.coordination")}</h2>
        <ul>
          <NavigationItem href="/mails" label={t("desk.go.mails")} isCurrent={isIn("/mails")} />
          <Show when={can("case.read")}>
            <NavigationItem
              href="/talking"
              label={t("desk.go.talking")}
              isCurrent={isIn("/talking") && !isIn("/talking/templates")}
            />
            <NavigationItem
              href="/talking/templates"
              label={t("desk.go.templates")}
              isCurrent={isIn("/talking/templates")}
            />
          </Show>
          <Show when={can("notification.write")}>
            <NavigationItem
              href="/notifications"
              label={t("desk.go.notifications")}
              isCurrent={isIn("/notifications") || isIn("/findings-lists")}
            />
          </Show>
          <Show when={can("advisory.write")}>
            <NavigationItem href="/advisories" label={t("desk.go.advisories")} isCurrent={isIn("/advisories")} />
          </Show>
          <Show when={can("takedown.write")}>
            <NavigationItem href="/takedowns" label={t("desk.go.takedowns")} isCurrent={isIn("/takedowns")} />
          </Show>
          <Show when={can("report.read")}>
            <NavigationItem href="/filings" label={t("desk.go.filings")} isCurrent={isIn("/filings")} />
          </Show>
          <Show when={can("case.read")}>
            <NavigationItem href="/access" label={t("access.page.title")} isCurrent={isIn("/access")} />
          </Show>
        </ul>
      </Show>
      <Show when={can("registry.read") || can("rule.read") || can("law.try")}>
        <h2 class="nav-heading">{t("desk.nav.knowledge")}</h2>
        <ul>
          <Show when={can("registry.read")}>
            <NavigationItem href="/directory" label={t("desk.go.directory")} isCurrent={isIn("/directory")} />
            <NavigationItem href="/processing" label={t("desk.nav.processing")} isCurrent={isIn("/processing")} />
            <NavigationItem
              href="/claims"
              label={t("desk.nav.claims")}
              isCurrent={["/claims", "/disputes", "/holders", "/delegated"].some(isIn)}
            />
            <NavigationItem href="/enrolment" label={t("desk.go.enrolment")} isCurrent={isIn("/enrolment")} />
            <NavigationItem href="/services" label={t("desk.go.services")} isCurrent={isIn("/services")} />
            <NavigationItem href="/functions" label={t("desk.go.functions")} isCurrent={isIn("/functions")} />
            <NavigationItem
              href="/accreditations"
              label={t("desk.go.accreditations")}
              isCurrent={isIn("/accreditations")}
            />
            <NavigationItem href="/persons" label={t("desk.go.persons")} isCurrent={isIn("/persons")} />
          </Show>
          <Show when={can("law.try")}>
            <NavigationItem href="/what-if" label={t("desk.nav.what_if")} isCurrent={isIn("/what-if")} />
          </Show>
          <Show when={can("area.read")}>
            <NavigationItem href="/areas" label={t("desk.go.areas")} isCurrent={isIn("/areas")} />
          </Show>
          <Show when={can("registry.read")}>
            <NavigationItem href="/partners" label={t("desk.go.partners")} isCurrent={isIn("/partners")} />
          </Show>
          <Show when={can("lesson.read")}>
            <NavigationItem href="/lessons" label={t("desk.go.lessons")} isCurrent={isIn("/lessons")} />
          </Show>
          <Show when={can("case.read")}>
            <NavigationItem href="/playbooks" label={t("desk.nav.playbooks")} isCurrent={isIn("/playbooks")} />
          </Show>
          <Show when={can("rule.read")}>
            <NavigationItem href="/rules" label={t("desk.go.rules")} isCurrent={isIn("/rules")} />
          </Show>
          <Show when={can("report.read")}>
            <NavigationItem href="/hunts" label={t("desk.go.hunts")} isCurrent={isIn("/hunts")} />
          </Show>
        </ul>
      </Show>
      <Show when={can("person.read") || can("key.change") || can("custody.read") || can("registry.read")}>
        <h2 class="nav-heading">{t("desk.nav.people")}</h2>
        <ul>
          <Show when={can("person.read")}>
            <NavigationItem href="/people" label={t("desk.nav.people_page")} isCurrent={isIn("/people")} />
          </Show>
          <Show when={can("body.change")}>
            <NavigationItem href="/bodies" label={t("desk.nav.bodies")} isCurrent={isIn("/bodies")} />
          </Show>
          <Show when={can("office.change")}>
            <NavigationItem href="/offices" label={t("identity.offices.title")} isCurrent={isIn("/offices")} />
          </Show>
          <Show when={can("custody.read")}>
            <NavigationItem href="/custody" label={t("desk.nav.custody")} isCurrent={isIn("/custody")} />
          </Show>
          <Show when={can("registry.read")}>
            <NavigationItem href="/keys" label={t("desk.go.keys")} isCurrent={isIn("/keys")} />
          </Show>
          <Show when={can("key.change")}>
            <NavigationItem href="/api-keys" label={t("desk.nav.api_keys")} isCurrent={isIn("/api-keys")} />
          </Show>
        </ul>
      </Show>
      <Show when={can("health.read") || can("log.read")}>
        <h2 class="nav-heading">{t("desk.nav.state")}</h2>
        <ul>
          <Show when={can("health.read")}>
            <NavigationItem href="/health" label={t("desk.go.health")} isCurrent={isIn("/health")} />
          </Show>
          <Show when={can("log.read")}>
            <NavigationItem href="/log" label={t("desk.go.log")} isCurrent={isIn("/log")} />
          </Show>
        </ul>
      </Show>
    </NavigationFrame>
  );
}
