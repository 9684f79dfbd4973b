import { html, type Html, trusted } from "./html.ts";
import { type Plot, type PlotSeries, plotSvg, type TimeAxis } from "./plot.ts";

const WIDE = { width: 848, height: 190 } as const;
// A phone of 360 px: a wide picture made smaller would have letters of 5 px.
const NARROW = { width: 340, height: 170 } as const;

/** A picture with its title and legend, drawn twice: the page shows the one that fits. */
export function plotFigure(plot: Plot, axis: TimeAxis): Html {
  const hasData = plot.series.some(({ points }) => points.length > 0);
  const picture = hasData
    ? html`<div class="wide" role="img" aria-label="${summary(plot)}">
          ${trusted(plotSvg(plot, axis, WIDE))}
        </div>
        <div class="narrow" role="img" aria-label="${summary(plot)}">
          ${trusted(plotSvg(plot, axis, NARROW))}
        </div>`
    : html`<p class="muted">None in this run.</p>`;
  return html`<figure>
    <figcaption>
      <h3>${plot.title}</h3>
      <p>${plot.note}</p>
      ${legend(plot.series)}
    </figcaption>
    ${picture}
  </figure> `;
}

function legend(series: readonly PlotSeries[]): Html {
  const items = series.map(({ name, color, kind }) =>
    kind === "dashed"
      ? html`<li><i class="dashed" style="border-color: ${color}"></i>${name}</li>`
      : html`<li><i style="background: ${color}"></i>${name}</li>`,
  );
  return series.length === 0
    ? html``
    : html`<ul class="legend">
        ${items}
      </ul>`;
}

/** What a reader who cannot see the picture gets: the highest value of each series. */
function summary({ title, series }: Plot): string {
  const highest = series.map(({ name, points }) => {
    const top = points.reduce((max, [, value]) => Math.max(max, value), 0);
    return `${name} up to ${Number(top.toFixed(1))}`;
  });
  return `${title}: ${highest.join(", ")}`;
}
