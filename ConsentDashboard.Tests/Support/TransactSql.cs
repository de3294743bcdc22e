using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ConsentDashboard.Tests.Support;

/// <summary>
/// The schema as the SQL Server migrations leave it, compiled by DacFx without a server. Definitions are gathered, later
/// ones changing earlier ones as the server would; every other statement is checked inside a procedure.
/// </summary>
internal sealed class TransactSql
{
    private readonly Dictionary<string, CreateTableStatement> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<TSqlStatement> _definitions = [];
    private readonly List<string> _statements = [];

    public int TableCount => _tables.Count;

    /// <summary>Takes a script as <c>dotnet ef migrations script</c> writes it.</summary>
    public void Add(string script)
    {
        foreach (var batch in Parse(script))
        {
            // Together, because a variable lives as long as its batch.
            var others = batch.Statements.Where(statement => !Defines(statement)).Select(Text).ToArray();
            if (others.Length > 0)
            {
                _statements.Add(string.Join('\n', others));
            }
        }
    }

    /// <returns>What the compiler has against the schema and everything that was added; empty where it is content.</returns>
    public IReadOnlyList<string> Errors() => Errors(_statements);

    /// <returns>What the compiler has against a query on this schema, parameters declared in its text.</returns>
    public IReadOnlyList<string> ErrorsIn(string query) => Errors([query]);

    private static IList<TSqlBatch> Parse(string script)
    {
        var tree = (TSqlScript)new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        Assert.Empty(errors.Select(error => $"line {error.Line}: {error.Message}"));
        return tree.Batches;
    }

    private static string Text(TSqlFragment fragment)
    {
        new Sql160ScriptGenerator().GenerateScript(fragment, out var text);
        return text;
    }

    private static string Name(SchemaObjectName name) => name.BaseIdentifier.Value;

    /// <returns>Whether the statement made or changed a definition.</returns>
    private bool Defines(TSqlStatement statement)
    {
        switch (statement)
        {
            case BeginTransactionStatement or CommitTransactionStatement:
                break;
            case IfStatement { ThenStatement: BeginEndBlockStatement { StatementList.Statements: [CreateTableStatement history] } }:
                return Defines(history);
            case CreateTableStatement table:
                _tables[Name(table.SchemaObjectName)] = table;
                break;
            case AlterTableAddTableElementStatement { Definition.TableConstraints.Count: 0 } add:
                add.Definition.ColumnDefinitions.ToList().ForEach(_tables[Name(add.SchemaObjectName)].Definition.ColumnDefinitions.Add);
                break;
            case AlterTableAlterColumnStatement alter:
                _tables[Name(alter.SchemaObjectName)].Definition.ColumnDefinitions.Single(column => column.ColumnIdentifier.Value == alter.ColumnIdentifier.Value).DataType = alter.DataType;
                break;
            case DropTableStatement drop:
                drop.Objects.ToList().ForEach(table => _tables.Remove(Name(table)));
                break;
            case AlterTableDropTableElementStatement drop:
                drop.AlterTableDropTableElements.ToList().ForEach(element => Remove(Name(drop.SchemaObjectName), element));
                break;
            case DropIndexStatement drop:
                drop.DropIndexClauses.OfType<DropIndexClause>().ToList().ForEach(clause =>
                    _definitions.RemoveAll(d => d is CreateIndexStatement index && index.Name.Value == clause.Index.Value && Name(index.OnName) == Name(clause.Object)));
                break;
            case CreateIndexStatement or AlterTableAddTableElementStatement:
                _definitions.Add(statement);
                break;
            default:
                return false;
        }

        return true;
    }

    private void Remove(string table, AlterTableDropTableElement element)
    {
        var columns = _tables[table].Definition.ColumnDefinitions;
        if (columns.SingleOrDefault(column => column.ColumnIdentifier.Value == element.Name.Value) is { } dropped)
        {
            columns.Remove(dropped);
            return;
        }

        _definitions.RemoveAll(d => d is AlterTableAddTableElementStatement add && Name(add.SchemaObjectName) == table
            && add.Definition.TableConstraints.Any(constraint => constraint.ConstraintIdentifier?.Value == element.Name.Value));
    }

    private List<string> Errors(IEnumerable<string> statements)
    {
        using var model = new TSqlModel(SqlServerVersion.Sql160, new());
        foreach (var definition in _tables.Values.Concat(_definitions))
        {
            model.AddObjects(Text(definition));
        }

        foreach (var (number, statement) in statements.Index())
        {
            model.AddObjects($"CREATE PROCEDURE [Statement{number}] AS BEGIN\n{statement}\nEND");
        }

        // A missing table is only a warning to it, because a server looks tables up late; the server's own views it does not know.
        return [.. model.Validate().Select(message => message.ToString()).Where(message => !message.Contains("[sys].", StringComparison.Ordinal))];
    }
}
