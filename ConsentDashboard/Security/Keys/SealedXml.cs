using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace ConsentDashboard.Security.Keys;

/// <summary>Seals the keys that protect cookies and forms before they go into the database: whoever reads it must not be able to forge a session.</summary>
public sealed class SealedXmlEncryptor(KeyStore keys) : IXmlEncryptor
{
    internal static readonly byte[] Associated = Encoding.ASCII.GetBytes("ConsentDashboard data protection 1");

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var text = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new(new XElement("sealed", Convert.ToBase64String(Sealing.Seal(keys.Current.Cipher, text, Associated))), typeof(SealedXmlDecryptor));
    }
}

/// <summary>Made by data protection itself, from the type name that stands beside each sealed key.</summary>
public sealed class SealedXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var sealedValue = Convert.FromBase64String(encryptedElement.Value);
        return XElement.Parse(Encoding.UTF8.GetString(Sealing.Open(services.GetRequiredService<KeyStore>().Current, sealedValue, SealedXmlEncryptor.Associated)));
    }
}
