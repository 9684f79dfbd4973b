import {
  type SceneComponentProps,
  sceneGraph,
  SceneObjectBase,
  type SceneObjectState,
} from "@grafana/scenes";
import { Dropdown, IconButton, Menu } from "@grafana/ui";
import type { JSX } from "react";
import type { DashboardLink } from "../source/viewer-data.ts";

interface PanelLinksState extends SceneObjectState {
  readonly links: readonly DashboardLink[];
}

/** The links in a panel's corner. */
export class PanelLinks extends SceneObjectBase<PanelLinksState> {
  static Component = PanelLinksMenu;
}

function PanelLinksMenu({ model }: SceneComponentProps<PanelLinks>): JSX.Element {
  const { links } = model.useState();
  const menu = (
    <Menu>
      {links.map(({ title, url = "", targetBlank }) => (
        <Menu.Item
          icon={targetBlank === true ? "external-link-alt" : "apps"}
          key={title}
          label={title}
          // When the menu opens, not when the panel is drawn: variables may have changed.
          url={sceneGraph.interpolate(model, url)}
          {...(targetBlank === true && { target: "_blank" as const })}
        />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu}>
      <IconButton aria-label="Links of this panel" name="link" size="md" />
    </Dropdown>
  );
}
