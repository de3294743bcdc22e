using ConsentDashboard.Benchmarks;

if (BenchArguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine($"usage: dotnet run -c Release --project ConsentDashboard.Benchmarks -- {string.Join('|', Workloads.Names)} [--subscribers N]");
    return 2;
}

var figures = await Workloads.RunAsync(arguments);
Console.Out.WriteLine(figures.ToJson());
return 0;
