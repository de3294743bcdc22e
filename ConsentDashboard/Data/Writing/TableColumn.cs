using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ConsentDashboard.Data.Writing;

/// <summary>A column of the model: how SQL Server is given its value.</summary>
internal sealed class TableColumn
{
    private readonly Func<object, object?> _get;
    private readonly RelationalTypeMapping _mapping;

    public TableColumn(IProperty property, int number)
    {
        var getter = property.GetGetter();
        var convert = property.GetTypeMapping().Converter?.ConvertToProvider;
        _mapping = property.GetRelationalTypeMapping();
        Name = property.GetColumnName();
        Number = number;
        IsKey = property.IsPrimaryKey();
        var store = _mapping.Converter?.ProviderClrType ?? property.ClrType;
        ProviderType = Nullable.GetUnderlyingType(store) ?? store;
        if (ProviderType.IsEnum)
        {
            ProviderType = Enum.GetUnderlyingType(ProviderType);
        }

        _get = convert is null ? getter.GetClrValue : row => getter.GetClrValue(row) is { } value ? convert(value) : null;
    }

    public string Name { get; }

    /// <summary>Its place among the parameters, from 1.</summary>
    public int Number { get; }

    public bool IsKey { get; }

    public Type ProviderType { get; }

    public string Parameter => $"@{Name}";

    public object Read(object row) => _get(row) ?? DBNull.Value;

    /// <summary>Boxes; good for the few rows that do not go by bulk copy.</summary>
    public DbParameter CreateParameter(DbCommand command)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = Parameter;
        if (_mapping.DbType is { } type)
        {
            parameter.DbType = type;
        }

        if (parameter is SqlParameter server)
        {
            // Prepare on SQL Server wants sizes; -1 stands for max.
            server.Size = _mapping.Size ?? (ProviderType == typeof(string) || ProviderType == typeof(byte[]) ? -1 : 0);
            if (ProviderType == typeof(byte[]))
            {
                server.SqlDbType = SqlDbType.VarBinary;
            }
            else if (ProviderType == typeof(DateTime))
            {
                (server.SqlDbType, server.Scale) = (SqlDbType.DateTime2, 3);
            }
        }

        return parameter;
    }
}
