import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Gray, because a page may show the picture on a light or a dark background. */
const GREY = '#7a828e';
const COLOURS = ['#3f83f8', '#d9772b', '#2f9e6e', '#b45fc9'];

/**
 * A chart of values by size: the axis of sizes is logarithmic, the axis of values begins at 0.
 *
 * @param {{
 *   title: string, size: string, unit: string, curves: { name: string, points: [size: number, value: number][] }[]
 * }} options
 * @returns {string} an SVG, the same one for the same numbers
 */
export function growthChart({ title, size, unit, curves }) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 320 });
  const short = (value) => value.toLocaleString('en');
  const axis = {
    nameTextStyle: { color: GREY },
    axisLabel: { color: GREY, formatter: short },
    axisLine: { lineStyle: { color: GREY } },
  };
  chart.setOption({
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: 'system-ui, sans-serif' },
    title: { text: title, left: 8, top: 4, textStyle: { color: GREY, fontSize: 15, fontWeight: 600 } },
    legend: { show: curves.length > 1, top: 32, left: 8, textStyle: { color: GREY } },
    grid: { left: 56, right: 40, top: curves.length > 1 ? 88 : 64, bottom: 56 },
    xAxis: {
      ...axis,
      type: 'log',
      name: size,
      nameLocation: 'middle',
      nameGap: 28,
      min: 'dataMin',
      max: 'dataMax',
      splitLine: { show: false },
    },
    yAxis: { ...axis, type: 'value', name: unit, min: 0, splitLine: { lineStyle: { color: GREY, opacity: 0.25 } } },
    series: curves.map(({ name, points }) => ({
      type: 'line',
      name,
      data: points.toSorted(([a], [b]) => a - b),
      symbol: 'circle',
      symbolSize: 8,
      lineStyle: { width: 2.5 },
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // Classes style a pointer, which a picture does not have. Their names count the charts that the process has drawn.
  const bare = svg.replaceAll(/ class="[^"]*"|<style[\s\S]*?<\/style>/g, '').replaceAll(/zr\d+-/g, '');
  // For screen readers.
  return `${bare.replace(/^<svg[^>]*>/, (tag) => `${tag}\n<title>${title}</title>`)}\n`;
}
