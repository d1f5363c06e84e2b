using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace AltogicAuth.Benchmarks.Macro;

/// <summary>A figure that grows with something, as a plot in SVG.</summary>
/// <param name="Title">What is seen.</param>
/// <param name="Across">What grows.</param>
/// <param name="Up">What was measured.</param>
/// <param name="Lines">Name and points of each line.</param>
public sealed record Curve(string Title, string Across, string Up, IReadOnlyDictionary<string, IReadOnlyList<(double X, double Y)>> Lines)
{
    private const double Width = 840;
    private const double Height = 360;

    public async Task SaveAsync(string file)
    {
        var points = Lines.SelectMany(line => line.Value).ToList();
        var plot = new PlotModel { Title = Title, Background = OxyColors.White, TitleFontSize = 15, DefaultFont = "sans-serif", DefaultFontSize = 12, Padding = new OxyThickness(8, 8, 40, 8) };
        plot.Legends.Add(new Legend
        {
            LegendPosition = LegendPosition.RightTop,
            LegendPlacement = LegendPlacement.Outside,
            LegendLineSpacing = 8,
            LegendPadding = 16,
        });
        plot.Axes.Add(points.All(point => point.X > 0)
            ? new LogarithmicAxis { Position = AxisPosition.Bottom, Title = Across, AxisTitleDistance = 8, MajorGridlineStyle = LineStyle.Dot }
            : new LinearAxis { Position = AxisPosition.Bottom, Title = Across, AxisTitleDistance = 8, MajorGridlineStyle = LineStyle.Dot });
        plot.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Title = Up,
            AxisTitleDistance = 16,
            Minimum = 0,
            Maximum = points.Max(point => point.Y) * 1.1,
            MajorGridlineStyle = LineStyle.Dot,
        });
        foreach (var (name, line) in Lines)
        {
            var series = new LineSeries { Title = name, MarkerType = MarkerType.Circle, MarkerSize = 3 };
            series.Points.AddRange(line.Select(point => new DataPoint(point.X, point.Y)));
            plot.Series.Add(series);
        }

        await File.WriteAllTextAsync(file, new SvgExporter { Width = Width, Height = Height, IsDocument = true }.ExportToString(plot));
    }
}
