package dev.tarn.benchmarks.query;

import java.util.List;
import java.util.Locale;

/// Medians as horizontal bars on a logarithmic scale, a group for each question, as SVG.
///
/// @param ways in the order of the bars
record Plot(Timings timings, List<String> ways) {
  private static final int BAR = 14;
  private static final int GAP = 34;
  private static final int LABELS = 190;
  private static final int WIDTH = 560;
  private static final double LEAST = 1;
  private static final double MOST = 100_000;
  private static final List<String> COLOURS =
      List.of(
          "#8c8c8c", "#0b6e99", "#5fb0d3", "#d9a441", "#0f4c5c", "#3f8fae", "#b3541e", "#b0b0b0");

  Plot {
    ways = List.copyOf(ways);
  }

  /// The whole document.
  String svg() {
    int height = GAP + timings.questions().size() * (ways.size() * BAR + GAP);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " font-family=\"sans-serif\" font-size=\"11\">%n",
            LABELS + WIDTH + 80,
            height));
    svg.append("<title>Median time of each question, in milliseconds</title>\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    for (double mark = LEAST; mark <= MOST; mark *= 10) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%1$.1f 20V%2$d\" stroke=\"#dddddd\"/>"
                  + "<text x=\"%1$.1f\" y=\"14\" text-anchor=\"middle\">%3$,.0f ms</text>%n",
              LABELS + x(mark),
              height,
              mark));
    }
    int y = GAP;
    for (String question : timings.questions()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"4\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
              y + BAR - 4,
              escaped(question)));
      y += BAR;
      for (int i = 0; i < ways.size(); i++) {
        bar(svg, y + i * BAR, ways.get(i), timings.median(question, ways.get(i)), i);
      }
      y += ways.size() * BAR + GAP - BAR;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(StringBuilder svg, int y, String way, double millis, int colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                + "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
            LABELS - 6,
            y + BAR - 4,
            escaped(way),
            LABELS,
            y + 1,
            x(millis),
            BAR - 2,
            COLOURS.get(colour % COLOURS.size()),
            LABELS + x(millis) + 4,
            y + BAR - 4,
            millis));
  }

  private static double x(double millis) {
    double scaled = Math.log10(Math.max(LEAST, millis) / LEAST) / Math.log10(MOST / LEAST);
    return scaled * WIDTH;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
