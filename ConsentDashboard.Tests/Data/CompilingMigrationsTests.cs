using ConsentDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace ConsentDashboard.Tests.Data;

public sealed class CompilingMigrationsTests
{
    [Fact]
    public void The_migrations_compile_on_SQL_Server()
    {
        using var db = SqlServerSchema.Context();

        Findings.None(SqlServerSchema.Compiled.Errors());
        // The history of migrations is the one table that the model does not have.
        Assert.Equal(db.Model.GetEntityTypes().Select(type => type.GetTableName()).Distinct().Count() + 1, SqlServerSchema.Compiled.TableCount);
    }

    [Fact]
    public void A_later_migration_changes_what_an_earlier_one_made()
    {
        var schema = new TransactSql();
        schema.Add("CREATE TABLE [T] ([Id] bigint NOT NULL, [Old] int NULL);\nGO\nCREATE INDEX [IX_Old] ON [T] ([Old]);\nGO");
        schema.Add("DECLARE @v nvarchar(max); SELECT @v = QUOTENAME([d].[name]) FROM [sys].[default_constraints] [d] WHERE ([d].[parent_object_id] = OBJECT_ID(N'[T]')); IF @v IS NOT NULL EXEC(N'ALTER TABLE [T] DROP CONSTRAINT ' + @v + ';');\nGO");
        schema.Add("DROP INDEX [IX_Old] ON [T];\nGO\nALTER TABLE [T] ADD [New] nvarchar(20) NOT NULL DEFAULT N'';\nGO\nALTER TABLE [T] DROP COLUMN [Old];\nGO\nUPDATE [T] SET [New] = N'x';\nGO");

        Findings.None(schema.Errors());
        Findings.None(schema.ErrorsIn("SELECT [New] FROM [T]"));
        Assert.NotEmpty(schema.ErrorsIn("SELECT [Old] FROM [T]"));
    }

    [Theory]
    [InlineData("CREATE INDEX [IX] ON [T] ([Wrong]);")]
    [InlineData("UPDATE [T] SET [Wrong] = 1;")]
    [InlineData("ALTER TABLE [T] ADD CONSTRAINT [FK] FOREIGN KEY ([Id]) REFERENCES [Wrong] ([Id]);")]
    public void The_guard_finds_a_statement_that_does_not_fit(string statement)
    {
        var schema = new TransactSql();
        schema.Add("CREATE TABLE [T] ([Id] bigint NOT NULL);");
        schema.Add(statement);

        Assert.NotEmpty(schema.Errors());
    }
}
