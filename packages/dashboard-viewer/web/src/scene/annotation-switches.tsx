import { css } from "@emotion/css";
import {
  type dataLayers,
  EmbeddedScene,
  type SceneComponentProps,
  SceneDataLayerSet,
  sceneGraph,
  SceneObjectBase,
} from "@grafana/scenes";
import { InlineLabel } from "@grafana/ui";
import type { JSX } from "react";

/** One switch per annotation, with its name: scenes 8.19.0 has one name for all of them. */
export class AnnotationSwitches extends SceneObjectBase {
  static Component = Switches;
}

function Switches({ model }: SceneComponentProps<AnnotationSwitches>): JSX.Element {
  const { $data } = sceneGraph.getAncestor(model, EmbeddedScene).state;
  const layers = $data instanceof SceneDataLayerSet ? $data.state.layers : [];
  return (
    <div className={css({ display: "flex", flexWrap: "wrap", gap: 8 })}>
      {(layers as dataLayers.AnnotationsDataLayer[])
        .filter(({ state }) => state.isHidden !== true)
        .map((layer) => (
          <div className={css({ display: "flex" })} key={layer.state.key}>
            {/* The id is the one of the switch: AnnotationsDataLayer.js:131. */}
            <InlineLabel htmlFor={`data-layer-${layer.state.key}`} width="auto">
              {layer.state.name}
            </InlineLabel>
            <layer.Component model={layer} />
          </div>
        ))}
    </div>
  );
}
